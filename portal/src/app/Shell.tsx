// The frame around every page.
import { Outlet, useRouterState } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api/types.ts";
import { useFormat } from "../format/useFormat.ts";
import { JobDrawer } from "../jobs/JobDrawer.tsx";
import { JobWatcher } from "../jobs/JobWatcher.tsx";
import { Bones } from "../parts/Bones.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Notices } from "../parts/Notices.tsx";
import { HelpDialog } from "./HelpDialog.tsx";
import { LiveMark } from "./LiveMark.tsx";
import { Logo } from "./Logo.tsx";
import { Nav } from "./Nav.tsx";
import classes from "./Shell.module.css";
import { useShortcuts } from "./shortcuts.ts";
import { TopBar } from "./TopBar.tsx";

/** Moves the focus to the new page's heading, as a page load would. */
function useFocusOnArrival(): void {
  const path = useRouterState({ select: state => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && path !== before.current) {
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
}

function Foot({ version }: { version: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={classes.foot}>
      <LiveMark />
      <p>{t("shell.zone", { zone: format.zone() })}</p>
      {version ? <p>{t("shell.version", { version })}</p> : null}
    </div>
  );
}

export function Shell({ session }: { session: Session | undefined }) {
  const { t } = useTranslation();
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  useShortcuts(() => setHelp(true));
  useFocusOnArrival();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#page">
        {t("shell.skip")}
      </a>
      <aside className={classes.side} aria-label="Kaizen">
        <Logo />
        <Nav />
        <Foot version={session?.version} />
      </aside>
      <div className={classes.main}>
        <TopBar session={session} onMenu={() => setMenu(true)} onHelp={() => setHelp(true)} />
        <main id="page" className={classes.page} tabIndex={-1}>
          <Suspense fallback={<Bones />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      <Dialog title="Kaizen" open={menu} onClose={() => setMenu(false)} side="left">
        <Nav onGo={() => setMenu(false)} />
        <Foot version={session?.version} />
      </Dialog>
      <HelpDialog open={help} onClose={() => setHelp(false)} />
      <JobDrawer />
      <JobWatcher />
      <Notices />
    </div>
  );
}
