// Views of one page as links, so that each has its own address.
import type { ReactNode } from "react";
import classes from "./Tabs.module.css";

export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
