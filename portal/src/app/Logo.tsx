// The mark: steps that rise, and the point they come back to.
import { Link } from "@tanstack/react-router";
import classes from "./Shell.module.css";

export function Logo() {
  return (
    <Link to="/" className={classes.logo}>
      <svg width="22" height="22" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
        <rect width="64" height="64" rx="14" fill="#2a4d7c" />
        <path d="M14 46h12V34h12V22h12" fill="none" stroke="#fff" strokeWidth="6" strokeLinecap="square" />
        <circle cx="50" cy="46" r="5" fill="#e2573b" />
      </svg>
      Kaizen
    </Link>
  );
}
