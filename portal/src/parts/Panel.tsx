// A titled part of a page.
import { type ReactNode, useId } from "react";
import classes from "./Panel.module.css";

type Props = { title: string; aside?: ReactNode; children: ReactNode; tour?: string; flush?: boolean };

export function Panel({ title, aside, children, tour, flush }: Props) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id} data-tour={tour}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside ? <div className={classes.aside}>{aside}</div> : null}
      </div>
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  );
}
