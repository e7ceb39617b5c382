export { type Recounted, ReportRecount } from './figures/report-recount.service';
export { ReportingModule } from './reporting.module';
