import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Authenticated, CurrentCaller } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import {
  MailPreferencesRequest,
  MailPreferencesResponse,
  toMailPreferencesResponse,
} from '../dto/mail-preferences.dto';
import { MailPreferences } from './mail-preferences.service';

@ApiTags('Me')
@Controller('v1/me/mail-preferences')
export class MailPreferencesController {
  constructor(private readonly preferences: MailPreferences) {}

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'What the signed-in user is written to about', response: MailPreferencesResponse })
  async get(@CurrentCaller() { userId }: UserCaller): Promise<MailPreferencesResponse> {
    return toMailPreferencesResponse(await this.preferences.mutedOf(userId));
  }

  @Patch()
  @Authenticated()
  @Endpoint({
    summary: 'Switch mails about a topic on or off',
    description: 'Mails about the account itself are always sent.',
    response: MailPreferencesResponse,
  })
  async change(
    @CurrentCaller() caller: UserCaller,
    @Body() request: MailPreferencesRequest,
  ): Promise<MailPreferencesResponse> {
    return toMailPreferencesResponse(await this.preferences.change(caller, { ...request }));
  }
}
