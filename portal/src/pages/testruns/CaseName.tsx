// A test case by its name, its suite below.
import classes from "./TestRun.module.css";

export function CaseName({ name, suite }: { name: string; suite: string }) {
  return (
    <>
      <span className={classes.case}>{name}</span>
      <br />
      <span className="quiet mono">{suite}</span>
    </>
  );
}
