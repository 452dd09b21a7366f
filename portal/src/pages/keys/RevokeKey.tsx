// Asks once more before a key stops working for ever.
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { Key } from "../../api/types.ts";
import { Ago } from "../../parts/Ago.tsx";
import { Dialog } from "../../parts/Dialog.tsx";
import { notify } from "../../parts/notices.ts";
import { ProblemNote } from "../../parts/ProblemNote.tsx";
import classes from "./Keys.module.css";

export function RevokeKey({ apiKey, onClose }: { apiKey: Key | null; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: (id: string) => client.DELETE("/api/v1/keys/{key_id}", { params: { path: { key_id: id } } }),
    onSuccess: () => {
      notify({ tone: "good", text: t("keys.revoked", { name: apiKey?.name ?? "" }) });
      void queries.invalidateQueries({ queryKey: ["/api/v1/keys"] });
      onClose();
    },
  });
  return (
    <Dialog
      title={t("keys.revokeTitle", { name: apiKey?.name ?? "" })}
      open={apiKey !== null}
      onClose={onClose}
    >
      {apiKey ? (
        <>
          <p>{t("keys.revokeText")}</p>
          <p className="quiet">
            {apiKey.last_used_at ? (
              <>
                {t("keys.column.lastUsed")}: <Ago at={apiKey.last_used_at} />
              </>
            ) : (
              t("keys.neverUsed")
            )}
          </p>
          {revoke.isError ? <ProblemNote problem={asProblem(revoke.error)} /> : null}
          <p className={classes.buttons}>
            <Button size="xs" color="red" loading={revoke.isPending} onClick={() => revoke.mutate(apiKey.id)}>
              {t("keys.revoke")}
            </Button>
            <Button size="xs" variant="subtle" onClick={onClose}>
              {t("common.cancel")}
            </Button>
          </p>
        </>
      ) : null}
    </Dialog>
  );
}
