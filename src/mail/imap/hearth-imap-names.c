/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-names.h"

#include "hearth-imap-utf7.h"

#include <string.h>

static const struct {
  const char *attribute;
  HearthImapRole role;
} attributes[] = {
  { "\\Sent", HEARTH_IMAP_ROLE_SENT },       { "\\Drafts", HEARTH_IMAP_ROLE_DRAFTS },
  { "\\Trash", HEARTH_IMAP_ROLE_TRASH },     { "\\Junk", HEARTH_IMAP_ROLE_JUNK },
  { "\\Archive", HEARTH_IMAP_ROLE_ARCHIVE }, { "\\All", HEARTH_IMAP_ROLE_ALL },
  { "\\Flagged", HEARTH_IMAP_ROLE_FLAGGED }, { "\\Important", HEARTH_IMAP_ROLE_IMPORTANT },
  { "\\Spam", HEARTH_IMAP_ROLE_JUNK },       { "\\AllMail", HEARTH_IMAP_ROLE_ALL },
  { "\\Starred", HEARTH_IMAP_ROLE_FLAGGED },
};

/* What servers and clients call these mailboxes, for servers that do not say what they are for. An
 * earlier name wins over a later one. */
static const struct {
  HearthImapRole role;
  const char *names[48];
} well_known[] = {
  { HEARTH_IMAP_ROLE_SENT,
    { "Sent",
      "Sent Messages",
      "Sent Items",
      "Sent Mail",
      "Sent-Mail",
      "SentMail",
      "Outbox.Sent",
      "Gesendet",
      "Gesendete Objekte",
      "Gesendete Elemente",
      "Gesendete Nachrichten",
      "Envoyés",
      "Éléments envoyés",
      "Messages envoyés",
      "Courrier envoyé",
      "Enviados",
      "Elementos enviados",
      "Mensajes enviados",
      "Posta inviata",
      "Inviata",
      "Inviati",
      "Messaggi inviati",
      "Enviadas",
      "Itens enviados",
      "Mensagens enviadas",
      "Verzonden",
      "Verzonden items",
      "Verzonden berichten",
      "Skickat",
      "Skickade",
      "Skickade objekt",
      "Sendt",
      "Sendt post",
      "Sendte elementer",
      "Lähetetyt",
      "Wysłane",
      "Elementy wysłane",
      "Odeslané",
      "Odeslaná pošta",
      "Отправленные",
      "Надіслані",
      "Gönderilmiş Öğeler",
      "Elküldött elemek",
      "已发送",
      "已发送邮件",
      "寄件備份",
      "送信済み" } },
  { HEARTH_IMAP_ROLE_DRAFTS,
    { "Drafts",         "Draft",         "Entwürfe", "Brouillons", "Borradores", "Bozze",
      "Rascunhos",      "Concepten",     "Utkast",   "Kladder",    "Luonnokset", "Szkice",
      "Wersje robocze", "Kopie robocze", "Koncepty", "Rozepsané",  "Черновики",  "Чернетки",
      "Taslaklar",      "Piszkozatok",   "Πρόχειρα", "草稿",       "草稿箱",     "草稿匣",
      "下書き",         "임시보관함" } },
  { HEARTH_IMAP_ROLE_TRASH,
    { "Trash",
      "Deleted Messages",
      "Deleted Items",
      "Deleted",
      "Bin",
      "Papierkorb",
      "Gelöschte Objekte",
      "Gelöschte Elemente",
      "Gelöscht",
      "Corbeille",
      "Éléments supprimés",
      "Messages supprimés",
      "Papelera",
      "Elementos eliminados",
      "Eliminados",
      "Cestino",
      "Posta eliminata",
      "Lixeira",
      "Lixo",
      "Itens excluídos",
      "Itens eliminados",
      "Prullenbak",
      "Verwijderde items",
      "Papperskorg",
      "Papperskorgen",
      "Borttaget",
      "Papirkurv",
      "Slettet post",
      "Slettede elementer",
      "Søppel",
      "Roskakori",
      "Poistetut",
      "Kosz",
      "Elementy usunięte",
      "Koš",
      "Odstraněná pošta",
      "Корзина",
      "Удаленные",
      "Кошик",
      "Silinmiş Öğeler",
      "Törölt elemek",
      "Κάδος",
      "已删除",
      "已删除邮件",
      "垃圾桶",
      "ゴミ箱",
      "휴지통" } },
  { HEARTH_IMAP_ROLE_JUNK,
    { "Junk",
      "Spam",
      "Junk E-mail",
      "Junk Email",
      "Junk Mail",
      "Bulk Mail",
      "Bulk",
      "Spamverdacht",
      "Unerwünscht",
      "Junk-E-Mail",
      "Werbung",
      "Indésirables",
      "Courrier indésirable",
      "Pourriel",
      "Correo no deseado",
      "No deseado",
      "Posta indesiderata",
      "Indesiderata",
      "Lixo eletrônico",
      "Lixo Eletrónico",
      "Ongewenst",
      "Ongewenste e-mail",
      "Ongewenste reclame",
      "Skräppost",
      "Uønsket e-post",
      "Uønsket post",
      "Roskaposti",
      "Niechciane",
      "Wiadomości-śmieci",
      "Nevyžádaná pošta",
      "Спам",
      "Нежелательная почта",
      "Istenmeyen",
      "Önemsiz E-posta",
      "Levélszemét",
      "Ανεπιθύμητα",
      "垃圾邮件",
      "垃圾郵件",
      "迷惑メール",
      "스팸메일함" } },
  { HEARTH_IMAP_ROLE_ARCHIVE,
    { "Archive",  "Archives", "Archiv",  "Archivio", "Archivo", "Archivados", "Arquivo",
      "Archief",  "Arkiv",    "Arkisto", "Archiwum", "Архив",   "Архів",      "Arşiv",
      "Archívum", "Αρχείο",   "归档",    "存档",     "封存",    "アーカイブ", "보관함" } },
};

/**
 * hearth_imap_role_from_attribute:
 * @attribute: (array length=size): an attribute of LIST
 * @size: in bytes
 *
 * Returns: the role that it names, RFC 6154 and the older names of XLIST
 */
HearthImapRole
hearth_imap_role_from_attribute (const char *attribute, gsize size)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if (strlen (attributes[i].attribute) == size &&
        g_ascii_strncasecmp (attribute, attributes[i].attribute, size) == 0)
      return attributes[i].role;
  }
  return HEARTH_IMAP_ROLE_NONE;
}

/**
 * hearth_imap_role_to_attribute:
 * @role: a role
 *
 * Returns: (transfer none) (nullable): its attribute, or %NULL if it has none
 */
const char *
hearth_imap_role_to_attribute (HearthImapRole role)
{
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++) {
    if (attributes[i].role == role)
      return attributes[i].attribute;
  }
  return NULL;
}

static char *
fold (const char *name)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);

  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
}

static HearthImapMailbox *
find_by_role (GPtrArray *mailboxes, HearthImapRole role)
{
  for (guint i = 0; i < mailboxes->len; i++) {
    HearthImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);

    if (mailbox->role == role)
      return mailbox;
  }
  return NULL;
}

/* A mailbox of a well-known name counts only at the top, and below the inbox, where some servers
 * keep all: "Projects/Sent" is the owner's own. */
static const char *
top_name (const HearthImapMailbox *mailbox)
{
  const char *name = mailbox->name;

  if (g_ascii_strncasecmp (name, "INBOX/", 6) == 0)
    name += 6;
  return strchr (name, '/') == NULL ? name : NULL;
}

/**
 * hearth_imap_guess_roles:
 * @mailboxes: (element-type HearthImapMailbox): all mailboxes of an account
 *
 * Gives roles by well-known names in several languages to mailboxes without one, where no mailbox
 * has the role yet.
 */
void
hearth_imap_guess_roles (GPtrArray *mailboxes)
{
  g_autoptr (GHashTable) by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < mailboxes->len; i++) {
    HearthImapMailbox *mailbox = g_ptr_array_index (mailboxes, i);
    const char *name = top_name (mailbox);
    char *folded =
        name != NULL && mailbox->role == HEARTH_IMAP_ROLE_NONE &&
                (mailbox->flags & (HEARTH_IMAP_MAILBOX_NO_SELECT | HEARTH_IMAP_MAILBOX_SHARED)) == 0
            ? fold (name)
            : NULL;

    if (folded != NULL && !g_hash_table_contains (by_name, folded))
      g_hash_table_insert (by_name, folded, mailbox);
    else
      g_free (folded);
  }
  for (guint i = 0; i < G_N_ELEMENTS (well_known); i++) {
    HearthImapMailbox *found = find_by_role (mailboxes, well_known[i].role);

    for (guint j = 0;
         found == NULL && j < G_N_ELEMENTS (well_known[i].names) && well_known[i].names[j] != NULL;
         j++) {
      g_autofree char *folded = fold (well_known[i].names[j]);

      found = g_hash_table_lookup (by_name, folded);
      if (found != NULL && found->role == HEARTH_IMAP_ROLE_NONE)
        found->role = well_known[i].role;
      else
        found = NULL;
    }
  }
}

/**
 * hearth_imap_name_from_wire:
 * @wire: a mailbox in modified UTF-7
 * @delimiter: parts its levels, or 0
 * @prefix: (nullable): of the personal namespace, which is left out
 *
 * Returns: (transfer full): its name in UTF-8 with "/" between the levels; a "/" that is not a
 *   delimiter becomes "∕" (U+2215), so that names stay apart
 */
char *
hearth_imap_name_from_wire (const char *wire, char delimiter, const char *prefix)
{
  g_autofree char *text = NULL;
  GString *name;

  if (g_ascii_strcasecmp (wire, "INBOX") == 0)
    return g_strdup ("INBOX");
  if (prefix != NULL && *prefix != '\0' && g_str_has_prefix (wire, prefix) &&
      wire[strlen (prefix)] != '\0')
    wire += strlen (prefix);
  text = hearth_imap_utf7_decode (wire);
  name = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    if (delimiter != '\0' && *p == delimiter)
      g_string_append_c (name, '/');
    else if (*p == '/')
      g_string_append (name, "∕");
    else
      g_string_append_len (name, p, g_utf8_next_char (p) - p);
  }
  /* Every spelling of the inbox's first level is the inbox. */
  if (g_ascii_strncasecmp (name->str, "INBOX/", 6) == 0)
    memcpy (name->str, "INBOX", 5);
  return g_string_free (name, FALSE);
}

/**
 * hearth_imap_name_to_wire:
 * @name: a name in UTF-8 with "/" between the levels
 * @delimiter: parts the levels of the result, or 0
 * @prefix: (nullable): of the personal namespace, which is put before
 *
 * Returns: (transfer full): the mailbox in modified UTF-7
 */
char *
hearth_imap_name_to_wire (const char *name, char delimiter, const char *prefix)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *encoded = NULL;

  if (g_str_equal (name, "INBOX"))
    return g_strdup ("INBOX");
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p)) {
    if (*p == '/' && delimiter != '\0')
      g_string_append_c (text, delimiter);
    else if (g_utf8_get_char (p) == 0x2215)
      g_string_append_c (text, '/');
    else
      g_string_append_len (text, p, g_utf8_next_char (p) - p);
  }
  encoded = hearth_imap_utf7_encode (text->str);
  if (prefix == NULL || *prefix == '\0' || g_str_has_prefix (name, "INBOX/"))
    return g_steal_pointer (&encoded);
  return g_strconcat (prefix, encoded, NULL);
}
