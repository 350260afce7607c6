import { sectionTitle } from "@/app/_operations/shared/section-title";
import { Webhooks } from "@/app/_operations/webhooks/webhooks";

export const generateMetadata = () => sectionTitle("webhooks");

export default function Page() {
  return <Webhooks />;
}
