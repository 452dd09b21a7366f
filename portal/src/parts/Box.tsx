// A framed surface without a title.
import type { ReactNode } from "react";
import classes from "./Panel.module.css";

export function Box({ children }: { children: ReactNode }) {
  return <div className={classes.panel}>{children}</div>;
}
