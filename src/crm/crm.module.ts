import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ContactsController } from './contacts.controller';
import { ContactsService } from './contacts.service';
import { CrmPersonalData } from './crm.personal-data';
import { CrmFacade } from './crm.facade';
import { ContactsRepository } from './repositories/contacts.repository';
import { ContactRow, ContactSchema } from './schemas/contact.schema';

@Module({
  imports: [MongooseModule.forFeature([{ name: ContactRow.name, schema: ContactSchema }])],
  controllers: [ContactsController],
  providers: [ContactsRepository, ContactsService, CrmFacade, CrmPersonalData],
  exports: [CrmFacade],
})
export class CrmModule {}
