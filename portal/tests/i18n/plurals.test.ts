import i18next from "i18next";
import { afterEach, describe, expect, it } from "vitest";
import { choose, speak } from "../../src/i18n/index.ts";

afterEach(() => speak("en"));

describe("Russian plurals", () => {
  it.each([
    [1, "1 замечание"],
    [2, "2 замечания"],
    [5, "5 замечаний"],
    [11, "11 замечаний"],
    [21, "21 замечание"],
    [112, "112 замечаний"],
    [1002, "1002 замечания"],
  ])("%i findings are written as %s", async (count, words) => {
    await speak("ru");
    expect(i18next.t("home.findings", { count })).toBe(words);
  });
});

describe("the choice of a language", () => {
  it("names it to the browser and remembers it", async () => {
    await choose("ru");
    expect(document.documentElement.lang).toBe("ru");
    expect(localStorage.getItem("kaizen-language")).toBe("ru");
  });
});
