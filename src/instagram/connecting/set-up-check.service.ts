import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { checkSetUp, isSetUp, type SetUpFinding } from '../domain/set-up';
import { WEBHOOK_PATH } from '../webhook.routes';
import { SetUpAtMeta } from './set-up-at-meta.service';
import { DEAUTHORIZE_PATH, DELETION_PATH } from './meta-addresses';

export interface SetUpReport {
  ready: boolean;
  findings: SetUpFinding[];
}

/** Which of the settings here or at Meta is missing, as far as Meta tells. */
@Injectable()
export class SetUpCheck {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta' | 'instagramLogin' | 'process'>,
    private readonly atMeta: SetUpAtMeta,
  ) {}

  async run(): Promise<SetUpReport> {
    const { publicUrl } = this.config.process;
    const findings = [...this.checkSettings(), ...(await this.atMeta.find(`${publicUrl}${WEBHOOK_PATH}`))];
    return { ready: isSetUp(findings), findings };
  }

  private checkSettings(): SetUpFinding[] {
    const { meta, instagramLogin, process } = this.config;
    const { appId, hasOwnAppSecret, redirectUrl, returnUrl } = instagramLogin;
    return checkSetUp({
      appId,
      hasOwnAppSecret,
      hasVerifyToken: meta.verifyToken !== '',
      publicUrl: process.publicUrl,
      redirectUrl,
      returnUrl,
      webhookPath: WEBHOOK_PATH,
      deauthorizePath: DEAUTHORIZE_PATH,
      deletionPath: DELETION_PATH,
    });
  }
}
