import { expect, test } from "vitest";
import { cacheFolder } from "./cache-folder.ts";

// Places from the XDG Base Directory Specification 0.8, Apple's File System Programming Guide and Microsoft's known folders.
test("the cache is where each system keeps caches", () => {
  expect(cacheFolder({ env: {}, platform: "linux", home: "/home/ada" })).toBe("/home/ada/.cache/tidu");
  expect(cacheFolder({ env: { XDG_CACHE_HOME: "/scratch" }, platform: "linux", home: "/home/ada" })).toBe("/scratch/tidu");
  expect(cacheFolder({ env: {}, platform: "darwin", home: "/Users/ada" })).toBe("/Users/ada/Library/Caches/tidu");
  const windows = { env: { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" }, platform: "win32", home: "C:\\Users\\ada" };
  expect(cacheFolder(windows)).toBe("C:\\Users\\ada\\AppData\\Local\\tidu");
  expect(cacheFolder({ ...windows, env: {} })).toBe("C:\\Users\\ada\\AppData\\Local\\tidu");
});

test("TIDU_CACHE comes before all, and an empty variable counts as none", () => {
  for (const platform of ["linux", "darwin", "win32"]) {
    expect(cacheFolder({ env: { TIDU_CACHE: "/data", XDG_CACHE_HOME: "/x" }, platform, home: "/h" })).toBe("/data");
  }
  expect(cacheFolder({ env: { TIDU_CACHE: "", XDG_CACHE_HOME: "" }, platform: "linux", home: "/h" })).toBe("/h/.cache/tidu");
});
