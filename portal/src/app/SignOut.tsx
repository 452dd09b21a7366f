// Ends the session and forgets every answer this page holds.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "../api/client.ts";
import type { Session } from "../api/types.ts";
import classes from "./TopBar.module.css";

export function SignOut({ person }: { person: NonNullable<Session["person"]> }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = useMutation({
    mutationFn: () => client.DELETE("/api/v1/session", {}),
    onSuccess: () => queries.resetQueries(),
  });
  const role = t(`shell.roles.${person.role as "owner"}`, person.role);
  return (
    <Button
      size="xs"
      variant="subtle"
      color="gray"
      className={classes.desk}
      title={t("shell.top.signedInAs", { name: person.name, role })}
      loading={leave.isPending}
      onClick={() => leave.mutate()}
    >
      {t("shell.top.signOut")}
    </Button>
  );
}
