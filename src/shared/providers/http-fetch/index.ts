export {
  HTTP_FETCH_METHODS,
  type HttpDownload,
  type HttpDownloadRequest,
  type HttpDownloadResult,
  HttpFetch,
  type HttpFetchFailure,
  type HttpFetchFailureClass,
  type HttpFetchMethod,
  type HttpFetchRequest,
  type HttpFetchResponse,
  type HttpFetchResult,
} from './http-fetch.port';
export { HttpFetchModule } from './http-fetch.module';
export { PublicAddresses } from './public-addresses';
