import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { checkSetUp, isSetUp, type SetUpFinding } from '../domain/set-up';
import { WEBHOOK_PATH } from '../webhook.routes';
import { DEAUTHORIZE_PATH, DELETION_PATH } from './meta-addresses';

export interface SetUpReport {
  ready: boolean;
  findings: SetUpFinding[];
}

/** Which of the settings at Meta or here is missing. Looks at our side alone: Meta's own pages cannot be read. */
@Injectable()
export class SetUpCheck {
  constructor(@Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta' | 'instagramLogin' | 'process'>) {}

  run(): SetUpReport {
    const { meta, instagramLogin, process } = this.config;
    const { appId, hasOwnAppSecret, redirectUrl, returnUrl } = instagramLogin;
    const findings = checkSetUp({
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
    return { ready: isSetUp(findings), findings };
  }
}
