import { OutgoingMailsRepository } from '../repositories/outgoing-mails.repository';
import { OutgoingMailRow, OutgoingMailSchema } from '../schemas/outgoing-mail.schema';
import { MailPreferences } from './mail-preferences.service';
import { MailPreferencesController } from './mail-preferences.controller';
import { Mails } from './mails';
import { MemberMails } from './member-mails.service';
import { SendMailsJob } from './send-mails.job';

export const MAILS_MODELS = [{ name: OutgoingMailRow.name, schema: OutgoingMailSchema }];

export const MAILS_CONTROLLERS = [MailPreferencesController];

export const MAILS_PROVIDERS = [OutgoingMailsRepository, Mails, MemberMails, MailPreferences, SendMailsJob];
