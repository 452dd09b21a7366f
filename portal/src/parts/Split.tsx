// A page in two columns: what matters on the left, facts on the right; one column on a phone.
import type { ReactNode } from "react";
import classes from "./Split.module.css";

export function Split({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.split}>
      <div className={classes.column}>{main}</div>
      <div className={classes.column}>{side}</div>
    </div>
  );
}
