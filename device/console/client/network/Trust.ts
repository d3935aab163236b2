import type { VNode } from "preact";
import type { CertificateAnswer } from "../../api/network.ts";
import { API } from "../api.ts";
import { LinkButton } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    title: "Without a warning in the browser",
    lead: "The box vouches for itself, so browsers warn until a computer knows its authority. Once for each computer:",
    fetch: "Fetch the box's authority (.crt)",
    compare: "Compare its fingerprint with the one on the set-up sheet before you trust it:",
    ways: [
      [
        "Windows: Edge, Chrome",
        "Open the file, Install certificate, Local machine, “Trusted Root Certification Authorities”. Close the browser and open it again.",
      ],
      ["Firefox", "Settings, Privacy & Security, View certificates, Authorities, Import; tick “identify websites”."],
      ["Mac: Safari, Chrome", "Open the file, choose the keychain System; there open it again, Trust, “Always Trust”."],
      [
        "iPhone, iPad",
        "Open the file, then Settings, Profile Downloaded, Install; then General, About, Certificate Trust Settings, switch it on.",
      ],
      ["Android", "Settings, Security, Encryption & credentials, Install a certificate, CA certificate."],
      ["Linux: Chrome", "Settings, Privacy and security, Security, Manage certificates, Authorities, Import."],
    ],
  },
  es: {
    title: "Sin aviso en el navegador",
    lead: "El equipo responde de sí mismo, así que los navegadores avisan hasta que una computadora conoce su autoridad. Una vez en cada computadora:",
    fetch: "Obtener la autoridad del equipo (.crt)",
    compare: "Compare su huella con la de la hoja de instalación antes de confiar en ella:",
    ways: [
      [
        "Windows: Edge, Chrome",
        "Abra el archivo, Instalar certificado, Equipo local, «Entidades de certificación raíz de confianza». Cierre el navegador y ábralo de nuevo.",
      ],
      [
        "Firefox",
        "Ajustes o Configuración, Privacidad y seguridad, Ver certificados, Autoridades, Importar; marque «identificar sitios web».",
      ],
      [
        "Mac: Safari, Chrome",
        "Abra el archivo, elija el llavero Sistema; allí ábralo de nuevo, Confiar, «Confiar siempre».",
      ],
      [
        "iPhone, iPad",
        "Abra el archivo; en Ajustes o Configuración, Perfil descargado, Instalar; después General, Información, Confianza de los certificados, actívelo.",
      ],
      [
        "Android",
        "Ajustes o Configuración, Seguridad, Cifrado y credenciales, Instalar un certificado, Certificado de CA.",
      ],
      [
        "Linux: Chrome",
        "Configuración, Privacidad y seguridad, Seguridad, Gestionar certificados, Entidades, Importar.",
      ],
    ],
  },
});

/** How each kind of computer comes to trust the box's own certificate; the words are those of its menus. */
export const Trust = ({ known }: { readonly known: CertificateAnswer }): VNode | null =>
  known.whose === "clinic"
    ? null
    : html`<section><h2>${says().title}</h2><p>${says().lead}</p>
        <p class="acts besides"><${LinkButton} icon="download" href=${`${API}/network/authority.crt`} download="firstring-authority.crt">${says().fetch}<//></p>
        <p>${says().compare}</p><p class="code print">${known.authorityFingerprint}</p>
        <dl class="ways">${says().ways.map(([system, way]) => html`<dt key=${system}>${system}</dt><dd>${way}</dd>`)}</dl></section>`;
