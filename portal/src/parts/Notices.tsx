// Where the short messages appear, and are read out.
import { ActionIcon, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon.tsx";
import classes from "./Notices.module.css";
import { dismiss, useNotices } from "./notices.ts";

export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices();
  return (
    <div className={classes.notices} role="status" aria-live="polite">
      {notices.map(notice => (
        <div key={notice.id} className={classes.notice} data-tone={notice.tone}>
          <span className={classes.text}>{notice.text}</span>
          {notice.action ? (
            <Button
              size="compact-xs"
              variant="light"
              onClick={() => {
                notice.action?.run();
                dismiss(notice.id);
              }}
            >
              {notice.action.label}
            </Button>
          ) : null}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t("common.dismiss")}
            onClick={() => dismiss(notice.id)}
          >
            <Icon name="close" size={13} />
          </ActionIcon>
        </div>
      ))}
    </div>
  );
}
