// The link that opens a row; arrow keys and j/k walk from one to the next.
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";
import classes from "./RowLink.module.css";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

function Anchor({ className, children, ...rest }: Props) {
  return (
    <a {...rest} className={`${classes.link} ${className ?? ""}`} data-row-link="">
      {children}
    </a>
  );
}

export const RowLink = createLink(Anchor);
