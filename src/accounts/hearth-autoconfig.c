/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-autoconfig.h"

#include "hearth-account-settings.h"

#include <glib/gi18n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

/* The file in which a provider says where its servers are, as Thunderbird reads it ("clientConfig",
 * version 1.1). It comes from a stranger: only what is known is taken, and only from places where
 * it can stand. */

/* More servers or elements than a provider has. */
#define MAX_SERVERS 8
#define MAX_CHILDREN 200

/* A server as the file has it. */
typedef struct {
  HearthMailServer server; /* (owned) */
  gboolean password;       /* takes one */
  gboolean oauth;          /* takes a token */
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  hearth_mail_server_clear (&found->server);
  g_free (found);
}

static gboolean
is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && xmlStrEqual (node->name, BAD_CAST name);
}

/* The text of an element, without the spaces around it; %NULL if it is none or too long. */
static char *
dup_content (const xmlNode *node, gsize max)
{
  const xmlNode *child = node->children;

  if (child == NULL || child->next != NULL || child->type != XML_TEXT_NODE ||
      child->content == NULL || strlen ((const char *) child->content) > max)
    return NULL;
  return g_strstrip (g_strdup ((const char *) child->content));
}

static gboolean
has_type (const xmlNode *node, const char *type)
{
  for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next) {
    if (xmlStrEqual (attr->name, BAD_CAST "type") && attr->children != NULL)
      return g_strcmp0 ((const char *) attr->children->content, type) == 0;
  }
  return FALSE;
}

/* Puts the parts of the address where the file has names for them. */
static char *
expand (const char *text, const char *address)
{
  const char *at = strrchr (address, '@');
  g_autofree char *local = g_strndup (address, (gsize) (at - address));
  g_autoptr (GString) expanded = g_string_new (text);

  g_string_replace (expanded, "%EMAILADDRESS%", address, 2);
  g_string_replace (expanded, "%EMAILLOCALPART%", local, 2);
  g_string_replace (expanded, "%EMAILDOMAIN%", at + 1, 2);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

static gboolean
read_security (const char *text, HearthSecurity *security)
{
  if (g_ascii_strcasecmp (text, "SSL") == 0)
    *security = HEARTH_SECURITY_TLS;
  else if (g_ascii_strcasecmp (text, "STARTTLS") == 0)
    *security = HEARTH_SECURITY_STARTTLS;
  else
    return FALSE;
  return TRUE;
}

static void
read_authentication (const char *text, Found *found)
{
  /* What is encrypted in a protected connection is the same password. */
  if (g_ascii_strncasecmp (text, "password-", 9) == 0 || g_ascii_strcasecmp (text, "plain") == 0 ||
      g_ascii_strcasecmp (text, "secure") == 0)
    found->password = TRUE;
  else if (g_ascii_strcasecmp (text, "OAuth2") == 0)
    found->oauth = TRUE;
}

/* Takes one field of a server. */
static void
read_field (const xmlNode *node, const char *address, Found *found, gboolean *secure)
{
  g_autofree char *text = dup_content (node, 1000);
  g_autofree char *expanded = NULL;
  guint64 port;

  if (text == NULL)
    return;
  expanded = expand (text, address);
  if (is_element (node, "hostname")) {
    g_free (found->server.host);
    found->server.host = hearth_account_dup_host (expanded);
  } else if (is_element (node, "port")) {
    if (g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
      found->server.port = (guint16) port;
  } else if (is_element (node, "socketType")) {
    *secure = read_security (text, &found->server.security);
  } else if (is_element (node, "username")) {
    g_free (found->server.user);
    found->server.user = g_steal_pointer (&expanded);
  } else if (is_element (node, "authentication")) {
    read_authentication (text, found);
  }
}

/* Returns %NULL for what cannot be used: without TLS the password could be read on the way. */
static Found *
read_server (const xmlNode *node, const char *address)
{
  Found *found = g_new0 (Found, 1);
  gboolean secure = FALSE;
  guint n = 0;

  for (const xmlNode *child = node->children; child != NULL && n < MAX_CHILDREN;
       child = child->next, n++)
    read_field (child, address, found, &secure);
  if (found->server.user == NULL)
    found->server.user = g_strdup (address);
  if (!found->password && !found->oauth)
    found->password = TRUE;
  if (found->server.host != NULL && found->server.port != 0 && secure &&
      strpbrk (found->server.user, "\r\n") == NULL)
    return found;
  found_free (found);
  return NULL;
}

static gboolean
is_web_page (const char *url)
{
  return g_str_has_prefix (url, "https://") && g_uri_is_valid (url, G_URI_FLAGS_NONE, NULL);
}

/* A page of the provider about how its mail is read: <documentation url="…"/>. */
static void
read_help (const xmlNode *node, char **help)
{
  for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next) {
    const char *url = attr->children != NULL ? (const char *) attr->children->content : NULL;

    if (*help == NULL && url != NULL && strlen (url) <= 1000 && is_web_page (url) &&
        (xmlStrEqual (attr->name, BAD_CAST "url") || xmlStrEqual (attr->name, BAD_CAST "visiturl")))
      *help = g_strdup (url);
  }
}

static void
add_choice (GPtrArray *choices, const Found *imap, const Found *smtp, const char *help,
            const char *address, HearthChoiceOrigin origin, const char *place)
{
  HearthAccountChoice *choice = hearth_account_choice_new (address, origin, place);

  hearth_mail_server_clear (&choice->account->imap);
  hearth_mail_server_copy (&imap->server, &choice->account->imap);
  if (smtp != NULL) {
    hearth_mail_server_clear (&choice->account->smtp);
    hearth_mail_server_copy (&smtp->server, &choice->account->smtp);
  }
  if (help != NULL) {
    g_free (choice->help);
    choice->help = g_strdup (help);
  }
  if (!imap->password) {
    g_free (choice->problem);
    choice->problem = g_strdup_printf (
        _("%s takes no password, only a way to sign in that Hearth does not have."),
        imap->server.host);
  }
  g_ptr_array_add (choices, choice);
}

/* The best server to send through: TLS from the first byte, then the order of the file. */
static const Found *
find_best (GPtrArray *servers)
{
  const Found *best = NULL;

  for (guint i = 0; i < servers->len; i++) {
    const Found *found = g_ptr_array_index (servers, i);

    if (best == NULL || found->server.security < best->server.security)
      best = found;
  }
  return best;
}

static GPtrArray *
read_provider (const xmlNode *provider, const char *address, HearthChoiceOrigin origin,
               const char *place)
{
  g_autoptr (GPtrArray) incoming = g_ptr_array_new_with_free_func (found_free);
  g_autoptr (GPtrArray) outgoing = g_ptr_array_new_with_free_func (found_free);
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_choice_free);
  g_autofree char *help = NULL;
  guint n = 0;

  for (const xmlNode *node = provider->children; node != NULL && n < MAX_CHILDREN;
       node = node->next, n++) {
    GPtrArray *list = NULL;
    Found *found;

    if (is_element (node, "incomingServer") && has_type (node, "imap"))
      list = incoming;
    else if (is_element (node, "outgoingServer") && has_type (node, "smtp"))
      list = outgoing;
    else if (is_element (node, "documentation") || is_element (node, "enable"))
      read_help (node, &help);
    if (list == NULL || list->len >= MAX_SERVERS)
      continue;
    found = read_server (node, address);
    if (found != NULL)
      g_ptr_array_add (list, found);
  }
  for (guint i = 0; i < incoming->len; i++)
    add_choice (choices, g_ptr_array_index (incoming, i), find_best (outgoing), help, address,
                origin, place);
  return choices;
}

static const xmlNode *
find_child (const xmlNode *parent, const char *name)
{
  guint n = 0;

  for (const xmlNode *node = parent->children; node != NULL && n < MAX_CHILDREN;
       node = node->next, n++) {
    if (is_element (node, name))
      return node;
  }
  return NULL;
}

/**
 * hearth_autoconfig_parse:
 * @data: (array length=size): the file
 * @size: its bytes
 * @address: the owner's address
 * @origin: how the file was found
 * @place: the host that it came from
 * @error: %HEARTH_ACCOUNTS_ERROR_FAILED if it is no such file
 *
 * Reads a provider's file. Nothing is fetched for it, and a document type of its own is refused.
 *
 * Returns: (transfer full) (nullable) (element-type HearthAccountChoice): the servers in it that
 *   can be used, perhaps none
 */
GPtrArray *
hearth_autoconfig_parse (const char *data, gsize size, const char *address,
                         HearthChoiceOrigin origin, const char *place, GError **error)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                      XML_PARSE_NOBLANKS | XML_PARSE_NOCDATA;
  GPtrArray *choices = NULL;
  const xmlNode *root = NULL;
  const xmlNode *provider = NULL;
  xmlDoc *doc = NULL;

  g_return_val_if_fail (strchr (address, '@') != NULL, NULL);
  if (size > 0 && size <= HEARTH_AUTOCONFIG_MAX)
    doc = xmlReadMemory (data, (int) size, NULL, NULL, options);
  if (doc != NULL && doc->intSubset == NULL)
    root = xmlDocGetRootElement (doc);
  if (root != NULL && is_element (root, "clientConfig"))
    provider = find_child (root, "emailProvider");
  if (provider != NULL)
    choices = read_provider (provider, address, origin, place);
  else
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_FAILED,
                 _("What %s says about its mail servers cannot be read."), place);
  xmlFreeDoc (doc);
  return choices;
}
