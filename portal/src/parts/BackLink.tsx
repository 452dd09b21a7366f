// The way back to the list a page was opened from.
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";
import classes from "./BackLink.module.css";
import { Icon } from "./Icon.tsx";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

function Anchor({ children, ...rest }: Props) {
  return (
    <a {...rest} className={classes.back}>
      <Icon name="back" size={13} />
      {children}
    </a>
  );
}

export const BackLink = createLink(Anchor);
