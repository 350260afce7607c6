import { InboxError } from "@/app/_client/call-inbox";

interface Upload {
  conversationId: number;
  file: File;
  onProgress: (progress: number) => void;
}

/** Uploads a file and tells how far it is, which fetch cannot. @returns the id of the asset. @throws InboxError. */
export function uploadFile({ conversationId, file, onProgress }: Upload): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/inbox/conversations/${conversationId}/files`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new InboxError("OFFLINE", "The server cannot be reached."));
    request.onload = () => {
      const answer = request.response as {
        assetId?: string;
        error?: { code?: string; message?: string };
      } | null;
      if (request.status < 300 && answer?.assetId) return resolve(answer.assetId);
      const { code = "INTERNAL", message = request.statusText } = answer?.error ?? {};
      const retryAfter = Number(request.getResponseHeader("retry-after")) || undefined;
      reject(new InboxError(code, message, { retryAfter }));
    };
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}
