// A command line to copy.

import classes from "./Command.module.css";
import { CopyButton } from "./CopyButton.tsx";

export function Command({ text }: { text: string }) {
  return (
    <span className={classes.command}>
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}
