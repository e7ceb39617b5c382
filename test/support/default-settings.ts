import type { SettingsGroup, SettingsReader } from '../../src/workspace';

/** In place of `WorkspaceSettings`: nobody has set anything. */
export class DefaultSettings {
  reader<Values extends object>(group: SettingsGroup<Values>): SettingsReader<Values> {
    return { of: async () => group.valuesOf(undefined) };
  }
}
