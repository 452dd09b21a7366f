// A command line to copy.
import { CopyButton } from "./CopyButton.tsx";
import classes from "./Command.module.css";

export function Command({ text }: { text: string }) {
  return (
    <span className={classes.command}>
      <code>{text}</code>
      <CopyButton text={text} />
    </span>
  );
}
