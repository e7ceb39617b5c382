import { Body, Controller, Delete, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import {
  IceBreakersDto,
  menusOf,
  PersistentMenuDto,
  UploadAttachmentRequest,
  UploadedAttachmentResponse,
} from '../dto/messaging-profile.dto';
import { MessagingProfile } from './messaging-profile.service';

const ERRORS = {
  'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.',
  conflict:
    'ACCOUNT.NOT_USABLE: Instagram does not let the account be used now.\n\nACCOUNT.MOCK: the account is made up.\n\n' +
    'ACCOUNT.REFUSED: Instagram refuses; `reason` is its code.',
  'rate-limited': 'ACCOUNT.LIMITED: the account has used up what Instagram allows for now.',
  unavailable: 'ACCOUNT.UNAVAILABLE: Instagram could not be reached.',
} as const;
const INVALID = { invalid: 'ACCOUNT.SET_UP_INVALID: the rule of Instagram’s that is broken, in words.' };
/** Each one asks Instagram. */
const AskLimit = () => RateLimit({ name: 'account-ask', by: 'workspace', limit: 60, perSeconds: 60 });

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts/:accountId')
export class MessagingProfileController {
  constructor(private readonly profile: MessagingProfile) {}

  @Get('ice-breakers')
  @Requires('accounts.read')
  @AskLimit()
  @Endpoint({ summary: 'The questions that people can tap to begin', response: IceBreakersDto, errors: ERRORS })
  async iceBreakers(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
  ): Promise<IceBreakersDto> {
    return { locales: await this.profile.iceBreakers(context, accountId) };
  }

  @Put('ice-breakers')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({ summary: 'Replace the questions to begin with', status: 204, errors: { ...ERRORS, ...INVALID } })
  async setIceBreakers(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Body() { locales }: IceBreakersDto,
  ): Promise<void> {
    await this.profile.setIceBreakers(context, accountId, locales);
  }

  @Delete('ice-breakers')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({ summary: 'Show no questions to begin with', status: 204, errors: ERRORS })
  async removeIceBreakers(@Ctx() context: RequestContext, @IdParam('accountId') accountId: AccountId): Promise<void> {
    await this.profile.removeIceBreakers(context, accountId);
  }

  @Get('persistent-menu')
  @Requires('accounts.read')
  @AskLimit()
  @Endpoint({ summary: 'The menu beside the composer', response: PersistentMenuDto, errors: ERRORS })
  async menu(@Ctx() context: RequestContext, @IdParam('accountId') accountId: AccountId): Promise<PersistentMenuDto> {
    return { locales: await this.profile.menu(context, accountId) };
  }

  @Put('persistent-menu')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({
    summary: 'Replace the menu beside the composer',
    description: 'People see it when they open the conversation again; until then old items come back.',
    status: 204,
    errors: { ...ERRORS, ...INVALID },
  })
  async setMenu(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Body() request: PersistentMenuDto,
  ): Promise<void> {
    await this.profile.setMenu(context, accountId, menusOf(request));
  }

  @Delete('persistent-menu')
  @Requires('accounts.write')
  @AskLimit()
  @Endpoint({ summary: 'Show no menu', status: 204, errors: ERRORS })
  async removeMenu(@Ctx() context: RequestContext, @IdParam('accountId') accountId: AccountId): Promise<void> {
    await this.profile.removeMenu(context, accountId);
  }

  @Post('attachments')
  @Requires('messages.send')
  @AskLimit()
  @Endpoint({
    summary: 'Have Instagram keep a file, to be sent again and again',
    status: 201,
    response: UploadedAttachmentResponse,
    errors: ERRORS,
  })
  async upload(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Body() { mediaType: type, url }: UploadAttachmentRequest,
  ): Promise<UploadedAttachmentResponse> {
    return this.profile.upload(context, accountId, { type, url });
  }
}
