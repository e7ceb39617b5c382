import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { SettingsGroup } from '../domain/settings/settings-group';
import { WorkspaceSettings } from './workspace-settings.service';

export interface CataloguedGroup {
  name: string;
  about: string;
  readOnly: boolean;
  /** JSON Schema of each field. */
  fields: object;
  defaults: object;
  readers: { by: string; fields: readonly string[] }[];
}

/** Which settings there are, for whoever builds a page to change them. */
@Injectable()
export class SettingsCatalogue {
  constructor(private readonly settings: WorkspaceSettings) {}

  list(): CataloguedGroup[] {
    return this.settings.groups.map((group) => ({
      name: group.name,
      about: group.definition.about,
      readOnly: group.definition.readOnly === true,
      fields: fieldsOf(group),
      defaults: group.definition.defaults,
      readers: this.settings.readersOf(group.name).map(({ by, fields }) => ({ by, fields })),
    }));
  }
}

function fieldsOf({ schemas }: SettingsGroup): object {
  return Object.fromEntries(
    // Dates have no JSON Schema; as facts of read-only groups they are never sent.
    Object.entries(schemas).map(([name, schema]) => [name, z.toJSONSchema(schema, { unrepresentable: 'any' })]),
  );
}
