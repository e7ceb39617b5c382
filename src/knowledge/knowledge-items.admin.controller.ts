import { Body, Controller, Delete, Get, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, OperationId, ReadUpload, UploadedBytes } from '../shared/http';
import type { UserCaller } from '../shared/kernel';
import { PLATFORM_KNOWLEDGE } from './domain/knowledge-item';
import {
  AddKnowledgeItemRequest,
  ChangeKnowledgeItemRequest,
  KnowledgeItemsQuery,
  UploadKnowledgeRequest,
} from './dto/knowledge-item.request';
import {
  KnowledgeItemContentResponse,
  KnowledgeItemPageResponse,
  KnowledgeItemResponse,
  KnowledgeVersionListResponse,
  toItemContentResponse,
  toItemPageResponse,
  toItemResponse,
  toVersionListResponse,
} from './dto/knowledge-item.response';
import { UPLOAD_FORM } from './dto/upload-form';
import { KnowledgeItems } from './items/knowledge-items.service';
import { NewKnowledge } from './items/new-knowledge.service';

const NOT_FOUND = { 'not-found': 'KNOWLEDGE.ITEM_NOT_FOUND: there is no such item.' };

@ApiTags('Admin')
@Controller('v1/admin/knowledge/items')
export class KnowledgeItemsAdminController {
  constructor(
    private readonly items: KnowledgeItems,
    private readonly added: NewKnowledge,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List the knowledge items of the platform, newest first', response: KnowledgeItemPageResponse })
  async list(@Query() { limit, cursor, status, tag }: KnowledgeItemsQuery): Promise<KnowledgeItemPageResponse> {
    const filter = { ...(status === undefined ? {} : { status }), ...(tag === undefined ? {} : { tag }) };
    return toItemPageResponse(await this.items.list(PLATFORM_KNOWLEDGE, filter, limit, cursor));
  }

  @Post()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Add a text, a question with its answer, or a page',
    description: 'It is searched once it has been processed: watch its status.',
    status: 201,
    response: KnowledgeItemResponse,
    errors: { invalid: 'KNOWLEDGE.ITEM_INVALID: it lacks what its kind needs.' },
  })
  async add(
    @CurrentCaller() caller: UserCaller,
    @OperationId() id: string,
    @Body() { tags, active, ...item }: AddKnowledgeItemRequest,
  ): Promise<KnowledgeItemResponse> {
    const attributes = { id, ...(tags === undefined ? {} : { tags }), ...(active === undefined ? {} : { active }) };
    return toItemResponse(await this.added.add(caller, PLATFORM_KNOWLEDGE, item, attributes));
  }

  @Post('uploads')
  @PlatformAdmin()
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_FORM)
  @Endpoint({
    summary: 'Add a file: PDF, Word (.docx), CSV or text',
    status: 201,
    response: KnowledgeItemResponse,
    errors: { invalid: 'KNOWLEDGE.UPLOAD_INVALID: it cannot be read · UPLOAD.TOO_LARGE: over 10 MB.' },
  })
  async upload(
    @CurrentCaller() caller: UserCaller,
    @OperationId() id: string,
    @UploadedBytes() bytes: Buffer,
    @Body() { fileName, title, tags }: UploadKnowledgeRequest,
  ): Promise<KnowledgeItemResponse> {
    const upload = { fileName, bytes, ...(title === undefined ? {} : { title }) };
    const attributes = { id, ...(tags === undefined ? {} : { tags: tags.split(',') }) };
    return toItemResponse(await this.added.addUpload(caller, PLATFORM_KNOWLEDGE, upload, attributes));
  }

  @Get(':itemId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Read a knowledge item with its text',
    response: KnowledgeItemContentResponse,
    errors: NOT_FOUND,
  })
  async get(@IdParam('itemId') itemId: string): Promise<KnowledgeItemContentResponse> {
    const { item, content } = await this.items.get(PLATFORM_KNOWLEDGE, itemId);
    return toItemContentResponse(item, content);
  }

  @Get(':itemId/versions')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Read the versions of an item, newest first',
    response: KnowledgeVersionListResponse,
    errors: NOT_FOUND,
  })
  async versions(@IdParam('itemId') itemId: string): Promise<KnowledgeVersionListResponse> {
    return toVersionListResponse(await this.items.versionsOf(PLATFORM_KNOWLEDGE, itemId));
  }

  @Patch(':itemId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Change an item',
    description: 'A new content is searched once it has been processed, the earlier one until then.',
    response: KnowledgeItemResponse,
    errors: {
      ...NOT_FOUND,
      invalid: 'KNOWLEDGE.ITEM_INVALID: it would lack what its kind needs.',
      conflict: 'KNOWLEDGE.NOT_EDITABLE: its content follows the settings or a file.',
    },
  })
  async change(
    @CurrentCaller() caller: UserCaller,
    @IdParam('itemId') itemId: string,
    @Body() changes: ChangeKnowledgeItemRequest,
  ): Promise<KnowledgeItemResponse> {
    return toItemResponse(await this.items.change(caller, PLATFORM_KNOWLEDGE, itemId, changes));
  }

  @Post(':itemId/process')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Process an item again: a page is read anew, what failed is tried again',
    status: 202,
    response: KnowledgeItemResponse,
    errors: NOT_FOUND,
  })
  async process(
    @CurrentCaller() caller: UserCaller,
    @IdParam('itemId') itemId: string,
  ): Promise<KnowledgeItemResponse> {
    return toItemResponse(await this.added.again(caller, PLATFORM_KNOWLEDGE, itemId));
  }

  @Delete(':itemId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Remove an item with all its versions', status: 204, errors: NOT_FOUND })
  async remove(@CurrentCaller() caller: UserCaller, @IdParam('itemId') itemId: string): Promise<void> {
    await this.items.remove(caller, PLATFORM_KNOWLEDGE, itemId);
  }
}
