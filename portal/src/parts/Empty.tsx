// An empty place: what it is, why it is empty, and the button or command that fills it.
import type { ReactNode } from "react";
import { Command } from "./Command.tsx";
import classes from "./Empty.module.css";

/** `bare` inside a panel, which has a frame already. */
type Props = { title: string; text: string; command?: string; bare?: boolean; children?: ReactNode };

export function Empty({ title, text, command, bare, children }: Props) {
  return (
    <div className={classes.empty} data-bare={bare || undefined}>
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{text}</p>
      {children || command ? (
        <div className={classes.ways}>
          {children}
          {command ? <Command text={command} /> : null}
        </div>
      ) : null}
    </div>
  );
}
