import { Settings } from "@/app/_operations/settings/settings";
import { sectionTitle } from "@/app/_operations/shared/section-title";

export const generateMetadata = () => sectionTitle("settings");

export default function Page() {
  return <Settings />;
}
