export const UI_THEMES = ['legacy', 'comic'] as const;
export type UiTheme = (typeof UI_THEMES)[number];

/** How the front-end of this installation looks, for everybody. */
export interface UiSettings {
  uiTheme: UiTheme;
}

export const DEFAULT_UI_SETTINGS: UiSettings = { uiTheme: 'legacy' };
