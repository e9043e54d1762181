// Mesa's Vulkan driver that computes on the processor, for Debian and its kin. Nothing is installed: the packages that the machine lacks
// are unpacked into node_modules/.cache, and variables of the environment point there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../workspace/run.mjs";

const folder = join(root, "node_modules", ".cache", "software-vulkan");
const packages = ["mesa-vulkan-drivers", "libvulkan1"];
const oldest = 25; // of Mesa: Dawn refuses 22

/** The environment in which the driver is found; throws a sentence where it cannot be had. */
export function softwareVulkan() {
  if (process.platform !== "linux") throw new Error("the software driver is fetched on Linux only");
  if (!existsSync(folder)) fetchDriver();
  const drivers = join(folder, "usr", "share", "vulkan", "icd.d");
  const [manifest] = existsSync(drivers) ? readdirSync(drivers).filter((name) => name.startsWith("lvp_icd")) : [];
  if (manifest === undefined) throw new Error("the unpacked packages hold no software driver");
  const libraries = readdirSync(join(folder, "usr", "lib"))
    .filter((name) => name.includes("-linux-"))
    .map((name) => join(folder, "usr", "lib", name));
  return {
    VK_DRIVER_FILES: join(drivers, manifest),
    LD_LIBRARY_PATH: [...libraries, ...(process.env.LD_LIBRARY_PATH ?? "").split(":")].filter(Boolean).join(":"),
  };
}

function fetchDriver() {
  const work = `${folder}-${process.pid}`;
  const [lists, archives, parts, unpacked] = ["lists", "archives", "parts", "unpacked"].map((name) => join(work, name));
  for (const path of [join(lists, "partial"), join(archives, "partial"), parts, unpacked]) mkdirSync(path, { recursive: true });
  const options = { "Dir::State::Lists": lists, "Dir::Cache": work, "Dir::Cache::Archives": archives, "Dir::Etc::SourceParts": parts };
  const quick = { "Debug::NoLocking": "1", "APT::Sandbox::User": "root", "Acquire::Retries": "1", "Acquire::http::Timeout": "30" };
  const settings = Object.entries({ ...options, ...quick }).map(([name, value]) => `-o${name}=${value}`);
  try {
    const release = writeSources(parts);
    run("apt-get", [...settings, "--quiet", "update"]);
    if (!readdirSync(lists).some((name) => name.includes("_Packages"))) throw new Error("the lists of packages could not be fetched");
    const target = release === undefined ? [] : ["--target-release", release];
    run("apt-get", [...settings, "--yes", "--quiet", "--download-only", "--no-install-recommends", ...target, "install", ...packages]);
    const files = readdirSync(archives).filter((name) => name.endsWith(".deb"));
    const driver = files.find((name) => name.startsWith("mesa-vulkan-drivers_"));
    if (driver === undefined) throw new Error("mesa-vulkan-drivers is installed, but no adapter was found with it");
    const version = /_(?:\d+%3a)?(\d+)\./.exec(driver)?.[1];
    if (Number(version) < oldest) throw new Error(`this system offers Mesa ${version}; ${oldest} or later is needed`);
    for (const name of files) run("dpkg", ["--extract", join(archives, name), unpacked]);
    renameSync(unpacked, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The package sources of this system, and the backports where its own Mesa is too old; returns the release to take packages from. */
function writeSources(parts) {
  const configured = "/etc/apt/sources.list.d";
  const files = existsSync(configured) ? readdirSync(configured) : [];
  for (const name of files) writeFileSync(join(parts, name), readFileSync(join(configured, name)));
  const { ID: id, VERSION_CODENAME: codename } = osRelease();
  if (id !== "debian" || codename !== "bookworm") return undefined;
  const all = [...files.map((name) => join(configured, name)), "/etc/apt/sources.list"].filter((path) => existsSync(path));
  const mirror = all
    .map((path) => readFileSync(path, "utf8"))
    .flatMap((text) => [...text.matchAll(/^(?:URIs:|deb(?: \[.*\])?)\s+(\S+\/debian)\/?(?:\s|$)/gm)])[0]?.[1];
  if (mirror === undefined) throw new Error("no mirror of Debian is among the package sources");
  writeFileSync(join(parts, "software-vulkan.list"), `deb ${mirror} ${codename}-backports main\n`);
  return `${codename}-backports`;
}

const osRelease = () =>
  Object.fromEntries(
    [...readFileSync("/etc/os-release", "utf8").matchAll(/^(\w+)="?([^"\n]*)"?$/gm)].map(([, name, value]) => [name, value]),
  );

function run(program, args) {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"], timeout: 300_000, env });
  } catch (cause) {
    if (cause.code === "ENOENT") throw new Error(`${program} is not on this machine`, { cause });
    const lines = String(cause.stderr ?? "").split("\n");
    const said = lines.findLast((line) => line.startsWith("E:")) ?? cause.message.split("\n")[0];
    throw new Error(`${program}: ${said}`, { cause });
  }
}
