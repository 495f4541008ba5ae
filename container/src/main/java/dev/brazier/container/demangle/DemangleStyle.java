package dev.brazier.container.demangle;

/** How much of a function's declaration a readable name shows. */
public enum DemangleStyle {
  /** Everything the symbol tells: {@code void std::vector<int>::push_back(int const&)}. */
  FULL,

  /**
   * Without the outermost parameter list, return type and qualifiers, as flame graphs show
   * functions: {@code std::vector<int>::push_back}. Parameters of enclosing functions stay.
   */
  NO_PARAMETERS
}
