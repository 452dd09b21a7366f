// A dialog on the browser's own: focus, Escape and the inert page behind come with it.
import { ActionIcon } from "@mantine/core";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Dialog.module.css";
import { Icon } from "./Icon.tsx";

type Props = {
  title: string;
  open: boolean;
  onClose: () => void;
  side?: "right" | "left";
  children: ReactNode;
};

export function Dialog({ title, open, onClose, side, children }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    }
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog; the click is on what lies around it
    <dialog
      ref={dialog}
      className={classes.dialog}
      data-side={side}
      aria-labelledby={id}
      onClose={onClose}
      onClick={event => event.target === dialog.current && onClose()}
    >
      {open ? (
        <div className={classes.inside}>
          <div className={classes.head}>
            <h2 id={id} className={classes.title}>
              {title}
            </h2>
            <ActionIcon variant="subtle" color="gray" aria-label={t("common.close")} onClick={onClose}>
              <Icon name="close" />
            </ActionIcon>
          </div>
          {children}
        </div>
      ) : null}
    </dialog>
  );
}
