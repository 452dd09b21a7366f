// The component library, told our indigo; colours themselves are CSS variables in styles/tokens.css.
import {
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorScheme,
  useMantineColorScheme,
} from "@mantine/core";

export const theme = createTheme({
  primaryColor: "blue",
  primaryShade: 6,
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
});

export const schemes = localStorageColorSchemeManager({ key: "kaizen-theme" });
const ORDER: MantineColorScheme[] = ["auto", "light", "dark"];

export function useTheme(): { theme: MantineColorScheme; next: () => void } {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true }); // else it injects a style, which the policy forbids
  const next = () => setColorScheme(ORDER[(ORDER.indexOf(colorScheme) + 1) % ORDER.length] ?? "auto");
  return { theme: colorScheme, next };
}
