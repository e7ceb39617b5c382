import { MediaFilesRepository } from '../repositories/media-files.repository';
import { MEDIA_FILES, mediaFileSchema } from '../schemas/media-file.schema';
import { AttachmentAddresses } from './attachment-addresses.service';
import { CopyMediaJob } from './copy-media.job';
import { MediaCopying } from './media-copying.service';
import { MediaFilesController } from './media-files.controller';
import { MediaLinksController } from './media-links.controller';
import { MediaLinks } from './media-links.service';
import { MediaPersonalData } from './media.personal-data';
import { MediaReading } from './media-reading.service';
import { MediaRetention } from './media-retention';
import { MediaStore } from './media-store.service';
import { MediaUploads } from './media-uploads.service';

export const MEDIA_MODELS = [{ name: MEDIA_FILES, schema: mediaFileSchema }];

export const MEDIA_CONTROLLERS = [MediaFilesController, MediaLinksController];

export const MEDIA_PROVIDERS = [
  MediaFilesRepository,
  MediaStore,
  AttachmentAddresses,
  MediaCopying,
  CopyMediaJob,
  MediaUploads,
  MediaLinks,
  MediaReading,
  MediaRetention,
  MediaPersonalData,
];
