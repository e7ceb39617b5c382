import { Injectable } from '@nestjs/common';
import { bindConfig, type ExposedField, FlowsService, type RunnableVersion } from '../../flows';
import type { ActiveInstance, Runnable } from '../domain/active-instance';
import type { AutomationInstanceRow } from '../schemas/automation-instance.schema';

const CAPACITY = 2_000;

type Configured = Pick<AutomationInstanceRow, '_id' | 'config' | 'configRevision'>;

/** Versions with the config of an automation bound in; binding checks nodes, so it is done once. */
@Injectable()
export class RunnableFlows {
  /** By automation, version and revision of the config; the least recently used ones go first. */
  private readonly bound = new Map<string, Runnable>();

  constructor(private readonly flows: FlowsService) {}

  async activeInstance(row: AutomationInstanceRow): Promise<ActiveInstance> {
    const version = await this.flows.runnableVersion(row.templateVersionId);
    return {
      id: row._id,
      name: row.name,
      templateId: row.templateId,
      versionId: row.templateVersionId,
      version: version?.version ?? 0,
      movesSessions: version?.runningSessions === 'move',
      runs: version === null ? null : this.bind(row, version),
    };
  }

  /** What a session of that version runs for the automation; null for a version that does not exist. */
  async runnable(row: Configured, versionId: string): Promise<Runnable | null> {
    const version = await this.flows.runnableVersion(versionId);
    return version === null ? null : this.bind(row, version);
  }

  /** As `runnable`, with values that the automation may have had once. */
  async withConfig(versionId: string, config: Configured['config']): Promise<Runnable | null> {
    const version = await this.flows.runnableVersion(versionId);
    return version === null ? null : bindable(version, config);
  }

  private bind({ _id, config, configRevision }: Configured, version: RunnableVersion): Runnable {
    const key = [_id, version.versionId, configRevision].join(':');
    const runnable = this.bound.get(key) ?? bindable(version, config);
    this.bound.delete(key);
    this.bound.set(key, runnable);
    const [oldest] = this.bound.keys();
    if (this.bound.size > CAPACITY && oldest !== undefined) this.bound.delete(oldest);
    return runnable;
  }
}

/** A session of an older version must end in peace: values that this version does not know, or not like that, are left out. */
function bindable({ flow, exposedFields }: RunnableVersion, config: Configured['config']): Runnable {
  const known = new Set(exposedFields.map(({ key }: ExposedField) => key));
  const rest = Object.fromEntries(Object.entries(config).filter(([key]) => known.has(key)));
  for (const values of [config, rest]) {
    const bound = bindConfig(flow, exposedFields, values);
    if (bound.ok) return { flow: bound.flow, config: bound.config };
  }
  return { flow, config };
}
