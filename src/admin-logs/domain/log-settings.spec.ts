import { changedSettings, DEFAULT_LOG_SETTINGS } from './log-settings';

describe('changedSettings', () => {
  it('changes what is named and leaves the rest', () => {
    const changed = changedSettings(DEFAULT_LOG_SETTINGS, { categories: { jobs: false }, retentionHours: 48 });
    expect(changed).toEqual({
      ...DEFAULT_LOG_SETTINGS,
      version: 1,
      categories: { ...DEFAULT_LOG_SETTINGS.categories, jobs: false },
      retentionHours: 48,
    });
  });

  it('takes a category that is there but undefined as not named', () => {
    const categories = { jobs: undefined, automation: false } as { automation: boolean };
    const changed = changedSettings(DEFAULT_LOG_SETTINGS, { categories });
    expect(changed.categories).toEqual({ ...DEFAULT_LOG_SETTINGS.categories, automation: false });
  });
});
