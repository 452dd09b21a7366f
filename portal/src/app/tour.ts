// Six steps over the first page; its library is fetched only when someone asks for it.
import type { TFunction } from "i18next";

export const TOUR_STEPS = ["list", "tiles", "nav", "search", "jobs", "live"] as const;

const visible = (step: string): boolean => {
  const anchor = document.querySelector<HTMLElement>(`[data-tour=${step}]`);
  return anchor !== null && anchor.offsetParent !== null;
};

async function loaded(): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!visible("list") && Date.now() < deadline) await new Promise(next => setTimeout(next, 100));
}

export async function takeTour(t: TFunction): Promise<void> {
  const [{ driver }] = await Promise.all([
    import("driver.js"),
    import("driver.js/dist/driver.css"),
    loaded(),
  ]);
  await import("./tour.css");
  const steps = TOUR_STEPS.filter(visible).map(step => ({
    element: `[data-tour=${step}]`,
    popover: { title: t(`tour.${step}.title`), description: t(`tour.${step}.text`) },
  }));
  driver({
    steps,
    showProgress: true,
    animate: false,
    nextBtnText: t("tour.next"),
    prevBtnText: t("tour.previous"),
    doneBtnText: t("tour.done"),
    progressText: t("tour.progress", { current: "{{current}}", total: "{{total}}" }),
  }).drive();
}
