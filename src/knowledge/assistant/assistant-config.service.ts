import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock } from '../../shared/kernel';
import { type AssistantConfig, DEFAULT_ASSISTANT_CONFIG } from '../domain/assistant-config';
import { AssistantConfigRepository } from '../repositories/assistant-config.repository';

/** How the product's own help assistant is called and what it is told. */
@Injectable()
export class AssistantConfigs {
  constructor(
    private readonly rows: AssistantConfigRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<AssistantConfig> {
    return (await this.rows.find()) ?? DEFAULT_ASSISTANT_CONFIG;
  }

  async replace(caller: Caller, config: AssistantConfig): Promise<AssistantConfig> {
    await this.changes.run(caller, async (record) => {
      const before = await this.read();
      await this.rows.save(config, this.clock.now());
      await record({ action: 'assistant.changed', target: 'global', before, after: config });
    });
    return config;
  }
}
