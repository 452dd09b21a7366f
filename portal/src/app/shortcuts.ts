// The keyboard: one letter keys outside of fields, `g` and a letter to go to a page.
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { openJobs } from "../jobs/drawer.ts";
import { PAGES } from "./pages.ts";

const SEQUENCE_MS = 1_200;
const TARGETS = new Map(PAGES.flatMap(group => group.pages).map(page => [page.key, page.to]));

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

function focusSearch(): void {
  const own = document.querySelector<HTMLElement>("main [data-search]");
  (own ?? document.querySelector<HTMLElement>("[data-search=global]"))?.focus();
}

/** Moves among the links that open rows; returns whether there was one to move to. */
export function moveRow(step: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>("main [data-row-link]")];
  if (links.length === 0) return false;
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next =
    at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + step));
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: "nearest" });
  return true;
}

const turnPage = (which: "next" | "previous"): void =>
  document.querySelector<HTMLButtonElement>(`main [data-pager=${which}]`)?.click();

export function useShortcuts(onHelp: () => void): void {
  const navigate = useNavigate();
  const pending = useRef(0);
  useEffect(() => {
    const plain: Record<string, () => void> = {
      "/": focusSearch,
      "?": onHelp,
      j: () => moveRow(1),
      k: () => moveRow(-1),
      n: () => turnPage("next"),
      p: () => turnPage("previous"),
      o: openJobs,
    };
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (inField(event.target)) {
        if (event.key === "Escape") (event.target as HTMLElement).blur();
        return;
      }
      const onRow = document.activeElement?.matches("[data-row-link]") ?? false;
      if (onRow && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        moveRow(event.key === "ArrowDown" ? 1 : -1);
        return;
      }
      const afterG = Date.now() - pending.current < SEQUENCE_MS;
      pending.current = 0;
      const target = afterG ? TARGETS.get(event.key) : undefined;
      if (target) return void navigate({ to: target, search: {} });
      if (event.key === "g") pending.current = Date.now();
      const action = plain[event.key];
      if (action) {
        event.preventDefault();
        action();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [navigate, onHelp]);
}
