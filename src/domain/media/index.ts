export { downloadPendingMedia } from "./download-pending-media";
export { kickMedia } from "./kick-media";
export type { MediaKind } from "./media-kind";
export { checkMediaLink, mediaLink } from "./media-link";
export { openMedia } from "./open-media";
export { getMedia, listMedia, type MediaRow, retryMedia } from "./operate-media";
export { removeFiles } from "./remove-files";
export { storeForSending } from "./store-for-sending";
export { uploadForSending } from "./upload-for-sending";
