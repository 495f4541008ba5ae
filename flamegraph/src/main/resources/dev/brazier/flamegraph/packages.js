// Where a function comes from, as its name or its module tells. FramePackage.java does the same.

function packageOf(name, kind, module) {
  if (kind in GROUPS || kind === "u" || kind === "k") return "";
  if (sourceIn(name) > 0) return name.slice(name.lastIndexOf("/") + 1).replace(/:.*$/, "");
  const bare = bareName(name);
  const scope = bare.indexOf("::");
  if (scope > 0 && !/^[(<]/.test(bare)) return bare.slice(0, scope);
  const path = bare.lastIndexOf("/");
  const folders = path > 0 && bare.indexOf(".", path) > 0 ? bare.slice(0, path).split("/") : [];
  if (folders.length > 0) {
    return folders[0].includes(".") ? folders.slice(0, 3).join("/") : folders.slice(0, 2).join(".");
  }
  const parts = bare.split(".").slice(0, -1);
  const type = parts.findIndex((part) => /^[A-Z(]/.test(part));
  const named = parts.slice(0, type < 0 ? 2 : Math.min(type, 2)).join(".");
  return named !== "" ? named : module.slice(module.lastIndexOf("/") + 1);
}
