import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import type { ApiKey } from '../domain/api-key';
import { CreateApiKeyRequest } from '../dto/api-key.request';
import { ApiKeyPageResponse, type ApiKeyResponse, CreatedApiKeyResponse } from '../dto/api-key.response';
import { ApiKeysService } from './api-keys.service';

@ApiTags('API keys')
@Controller('v1/workspaces/:workspaceId/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Requires('api-keys.read')
  @Endpoint({ summary: 'List API keys, newest first', response: ApiKeyPageResponse })
  async list(@Ctx() context: RequestContext, @Query() { limit, cursor }: PageQuery): Promise<ApiKeyPageResponse> {
    const page = await this.keys.list(context, limit, cursor);
    return { ...page, items: page.items.map(shown) };
  }

  @Post()
  @Requires('api-keys.manage')
  @Endpoint({
    summary: 'Create an API key',
    description: 'Keys work on the routes of their workspace only, never on those of users and platform admins.',
    status: 201,
    response: CreatedApiKeyResponse,
    errors: {
      forbidden: 'API_KEY.EXCEEDS_CREATOR: a key cannot do more than who creates it.',
      conflict: 'API_KEY.TOO_MANY: revoke one first.',
    },
  })
  async create(@Ctx() context: RequestContext, @Body() request: CreateApiKeyRequest): Promise<CreatedApiKeyResponse> {
    const { key, secret } = await this.keys.create(context, request);
    return { ...shown(key), secret };
  }

  @Delete(':apiKeyId')
  @Requires('api-keys.manage')
  @Endpoint({
    summary: 'Revoke an API key: it stops working within a second',
    status: 204,
    errors: { 'not-found': 'API_KEY.NOT_FOUND: no such key of this workspace.' },
  })
  revoke(@Ctx() context: RequestContext, @IdParam('apiKeyId') apiKeyId: string): Promise<void> {
    return this.keys.revoke(context, apiKeyId);
  }
}

/** Field by field, so that the hash stays where it is. */
function shown({ id, name, permissions, createdBy, createdAt, expiresAt, lastUsedAt }: ApiKey): ApiKeyResponse {
  return {
    id,
    name,
    permissions,
    createdBy,
    createdAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
}
