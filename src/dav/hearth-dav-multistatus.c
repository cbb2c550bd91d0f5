/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-dav-multistatus.h"

#include <glib/gi18n.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/* Reads as it comes and builds no tree. It is from a server that may be broken or worse: no
 * document type, so no entities; bounded in size, depth and number. */

#define MAX_DEPTH 32
#define MAX_VALUES 1000

static const char *const namespaces[] = {
  "DAV:",
  "urn:ietf:params:xml:ns:caldav",
  "urn:ietf:params:xml:ns:carddav",
  "http://calendarserver.org/ns/",
  "http://apple.com/ns/ical/",
};

/* What is asked for; whatever else a server adds is left out. */
static const char *const known_names[] = {
  "addressbook-home-set",
  "address-data",
  "calendar-color",
  "calendar-data",
  "calendar-home-set",
  "calendar-user-address-set",
  "current-user-principal",
  "current-user-privilege-set",
  "displayname",
  "getcontenttype",
  "getctag",
  "getetag",
  "resourcetype",
  "schedule-outbox-URL",
  "supported-calendar-component-set",
  "supported-report-set",
  "sync-token",
};

typedef struct {
  xmlParserCtxtPtr context; /* (unowned) */
  HearthDavMultistatus *result;
  guint depth;
  guint depth_prop;            /* of DAV:prop, or 0 outside of it */
  HearthDavResponse *response; /* (unowned) (nullable) */
  GPtrArray *propstat; /* (owned) (nullable) of HearthDavProperty, before their status is known */
  guint propstat_status;
  HearthDavProperty *property; /* (unowned) (nullable) */
  GString *text;               /* (owned) of the element that is open */
  gboolean wanted;             /* whether text is of any use now */
  gboolean is_multistatus;
  gboolean refused;
} Reader;

static void
property_free (gpointer data)
{
  HearthDavProperty *property = data;

  g_free (property->text);
  g_clear_pointer (&property->values, g_ptr_array_unref);
  g_free (property);
}

static void
response_free (gpointer data)
{
  HearthDavResponse *response = data;

  g_free (response->href);
  g_ptr_array_unref (response->properties);
  g_free (response);
}

static void
refuse (Reader *reader)
{
  reader->refused = TRUE;
  xmlStopParser (reader->context);
}

static gboolean
is_dav (const xmlChar *uri)
{
  return uri != NULL && strcmp ((const char *) uri, "DAV:") == 0;
}

static gboolean
is_known (const xmlChar *uri)
{
  for (gsize i = 0; uri != NULL && i < G_N_ELEMENTS (namespaces); i++)
    if (strcmp ((const char *) uri, namespaces[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
add_value (HearthDavProperty *property, const char *text, gsize length)
{
  if (property->values == NULL)
    property->values = g_ptr_array_new_with_free_func (g_free);
  if (property->values->len < MAX_VALUES)
    g_ptr_array_add (property->values, g_strndup (text, length));
}

/* CALDAV:comp says its value in an attribute; attributes come five pointers each. */
static void
add_component (HearthDavProperty *property, int n_attributes, const xmlChar **attributes)
{
  for (int i = 0; i < n_attributes; i++) {
    const char *begin = (const char *) attributes[5 * i + 3];
    const char *end = (const char *) attributes[5 * i + 4];

    if (strcmp ((const char *) attributes[5 * i], "name") == 0 && end > begin)
      add_value (property, begin, MIN ((gsize) (end - begin), 64));
  }
}

static void
start_property (Reader *reader, const char *name, const xmlChar *uri)
{
  const char *known = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (known_names) && known == NULL; i++)
    if (strcmp (known_names[i], name) == 0)
      known = known_names[i];
  if (known == NULL || !is_known (uri))
    return;
  reader->property = g_new0 (HearthDavProperty, 1);
  reader->property->name = known;
  g_ptr_array_add (reader->propstat, reader->property);
  reader->wanted = TRUE;
}

static void
start_cb (void *user_data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
          int n_namespaces, const xmlChar **uris, int n_attributes, int n_defaulted,
          const xmlChar **attributes)
{
  Reader *reader = user_data;
  const char *name = (const char *) local;

  if (++reader->depth > MAX_DEPTH) {
    refuse (reader);
    return;
  }
  if (reader->depth == 1) {
    reader->is_multistatus = is_dav (uri) && strcmp (name, "multistatus") == 0;
    return;
  }
  if (reader->property != NULL) {
    if (strcmp (name, "comp") == 0)
      add_component (reader->property, n_attributes, attributes);
    else if (!is_dav (uri) || strcmp (name, "href") != 0)
      add_value (reader->property, name, MIN (strlen (name), 64));
    else
      g_string_truncate (reader->text, 0);
    return;
  }
  g_string_truncate (reader->text, 0);
  reader->wanted = FALSE;
  if (reader->depth_prop != 0) {
    if (reader->depth == reader->depth_prop + 1)
      start_property (reader, name, uri);
    return;
  }
  if (!is_dav (uri))
    return;
  if (reader->depth == 2 && strcmp (name, "response") == 0) {
    reader->response = g_new0 (HearthDavResponse, 1);
    reader->response->properties = g_ptr_array_new_with_free_func (property_free);
    g_ptr_array_add (reader->result->responses, reader->response);
    if (reader->result->responses->len > HEARTH_DAV_MAX_RESPONSES)
      refuse (reader);
  } else if (reader->depth == 3 && reader->response != NULL && strcmp (name, "propstat") == 0) {
    g_clear_pointer (&reader->propstat, g_ptr_array_unref);
    reader->propstat = g_ptr_array_new_with_free_func (property_free);
    reader->propstat_status = 200;
  } else if (reader->depth == 4 && reader->propstat != NULL && strcmp (name, "prop") == 0) {
    reader->depth_prop = 4;
  } else {
    reader->wanted = strcmp (name, "href") == 0 || strcmp (name, "status") == 0 ||
                     strcmp (name, "sync-token") == 0;
  }
}

/* "HTTP/1.1 200 OK" */
static guint
read_status (const char *text)
{
  const char *space = strchr (text, ' ');
  guint64 status = space != NULL ? g_ascii_strtoull (space + 1, NULL, 10) : 0;

  return status >= 100 && status <= 999 ? (guint) status : 500;
}

static void
end_propstat (Reader *reader)
{
  if (reader->propstat_status >= 200 && reader->propstat_status < 300)
    g_ptr_array_extend_and_steal (reader->response->properties,
                                  g_steal_pointer (&reader->propstat));
  else
    g_clear_pointer (&reader->propstat, g_ptr_array_unref);
}

/* The end of an element outside of properties. */
static void
end_element (Reader *reader, const char *name)
{
  if (reader->depth == 2 && strcmp (name, "response") == 0) {
    /* One that names no resource says nothing. */
    if (reader->response != NULL && reader->response->href == NULL)
      g_ptr_array_set_size (reader->result->responses, (int) reader->result->responses->len - 1);
    reader->response = NULL;
  } else if (reader->depth == 2 && strcmp (name, "sync-token") == 0) {
    g_free (reader->result->sync_token);
    reader->result->sync_token = g_strstrip (g_strdup (reader->text->str));
  } else if (reader->depth == 3 && reader->propstat != NULL && strcmp (name, "propstat") == 0) {
    end_propstat (reader);
  } else if (reader->depth == 4 && reader->propstat != NULL && strcmp (name, "status") == 0) {
    reader->propstat_status = read_status (reader->text->str);
  } else if (reader->depth == 3 && reader->response != NULL && strcmp (name, "status") == 0) {
    reader->response->status = read_status (reader->text->str);
  } else if (reader->depth == 3 && reader->response != NULL && reader->response->href == NULL &&
             strcmp (name, "href") == 0) {
    reader->response->href = g_strstrip (g_strdup (reader->text->str));
  }
}

static void
end_cb (void *user_data, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
  Reader *reader = user_data;
  const char *name = (const char *) local;

  if (reader->property != NULL && reader->depth > reader->depth_prop + 1) {
    if (is_dav (uri) && strcmp (name, "href") == 0) {
      g_strstrip (reader->text->str);
      add_value (reader->property, reader->text->str, strlen (reader->text->str));
      g_string_truncate (reader->text, 0);
    }
  } else if (reader->property != NULL) {
    reader->property->text = g_strndup (reader->text->str, reader->text->len);
    reader->property = NULL;
  } else if (reader->depth_prop != 0) {
    if (reader->depth == reader->depth_prop)
      reader->depth_prop = 0;
  } else if (is_dav (uri)) {
    end_element (reader, name);
  }
  if (reader->property == NULL) {
    g_string_truncate (reader->text, 0);
    reader->wanted = FALSE;
  }
  reader->depth--;
}

static void
characters_cb (void *user_data, const xmlChar *text, int length)
{
  Reader *reader = user_data;

  if (reader->wanted)
    g_string_append_len (reader->text, (const char *) text, length);
}

static void
document_type_cb (void *user_data, const xmlChar *name, const xmlChar *external,
                  const xmlChar *system)
{
  refuse (user_data);
}

static void
silent_cb (void *user_data, const xmlError *error)
{
}

static gboolean
parse (Reader *reader, const char *data, gsize size)
{
  xmlSAXHandler handler = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = start_cb,
    .endElementNs = end_cb,
    .characters = characters_cb,
    .ignorableWhitespace = characters_cb,
    .cdataBlock = characters_cb,
    .internalSubset = document_type_cb,
    .serror = (xmlStructuredErrorFunc) silent_cb,
  };
  gboolean ok;

  reader->context = xmlCreatePushParserCtxt (&handler, reader, NULL, 0, NULL);
  if (reader->context == NULL)
    return FALSE;
  /* A calendar of ten megabytes in one element is no attack; the size of the whole is bounded. */
  xmlCtxtUseOptions (reader->context,
                     XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  ok = xmlParseChunk (reader->context, data, (int) size, 1) == 0 && reader->context->wellFormed;
  xmlFreeParserCtxt (reader->context);
  return ok && !reader->refused && reader->is_multistatus;
}

/**
 * hearth_dav_multistatus_parse:
 * @body: what came
 * @place: the host, for the error
 * @error: %HEARTH_DAV_ERROR_PROTOCOL or %HEARTH_DAV_ERROR_TOO_LARGE
 *
 * Reads an answer of status 207, RFC 4918, section 13, and RFC 6578, section 6.4.
 *
 * Returns: (transfer full) (nullable): what it says
 */
HearthDavMultistatus *
hearth_dav_multistatus_parse (GBytes *body, const char *place, GError **error)
{
  g_autoptr (HearthDavMultistatus) result = g_new0 (HearthDavMultistatus, 1);
  Reader reader = { .result = result };
  gsize size;
  const char *data = g_bytes_get_data (body, &size);
  gboolean ok;

  result->responses = g_ptr_array_new_with_free_func (response_free);
  if (size > HEARTH_DAV_MAX_ANSWER) {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_TOO_LARGE,
                 _("%s sent more than Hearth accepts, so the rest was not read."), place);
    return NULL;
  }
  reader.text = g_string_new (NULL);
  ok = size > 0 && parse (&reader, data, size);
  g_string_free (reader.text, TRUE);
  g_clear_pointer (&reader.propstat, g_ptr_array_unref);
  if (!ok) {
    g_set_error (error, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_PROTOCOL,
                 _("%s answered with something that is not WebDAV. Check the address."), place);
    return NULL;
  }
  return g_steal_pointer (&result);
}

/**
 * hearth_dav_multistatus_free:
 * @self: (nullable) (transfer full): an answer
 */
void
hearth_dav_multistatus_free (HearthDavMultistatus *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->responses);
  g_free (self->sync_token);
  g_free (self);
}

static const HearthDavProperty *
find (const HearthDavResponse *self, const char *name)
{
  for (guint i = 0; i < self->properties->len; i++) {
    const HearthDavProperty *property = g_ptr_array_index (self->properties, i);

    if (g_str_equal (property->name, name))
      return property;
  }
  return NULL;
}

/**
 * hearth_dav_response_get_text:
 * @self: a response
 * @name: a property
 *
 * Returns: (nullable): its text; %NULL if it has no such property
 */
const char *
hearth_dav_response_get_text (const HearthDavResponse *self, const char *name)
{
  const HearthDavProperty *property = find (self, name);

  return property != NULL ? property->text : NULL;
}

/**
 * hearth_dav_response_get_values:
 * @self: a response
 * @name: a property
 *
 * Returns: (nullable) (element-type utf8): what is in it, as in #HearthDavProperty
 */
GPtrArray *
hearth_dav_response_get_values (const HearthDavResponse *self, const char *name)
{
  const HearthDavProperty *property = find (self, name);

  return property != NULL ? property->values : NULL;
}

/**
 * hearth_dav_response_has_value:
 * @self: a response
 * @name: a property
 * @value: the name of an element or component
 *
 * Returns: whether that is in it
 */
gboolean
hearth_dav_response_has_value (const HearthDavResponse *self, const char *name, const char *value)
{
  const GPtrArray *values = hearth_dav_response_get_values (self, name);

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (values, i), value) == 0)
      return TRUE;
  return FALSE;
}

/**
 * hearth_dav_response_get_href:
 * @self: a response
 * @name: a property that holds DAV:href and nothing else
 *
 * Returns: (nullable): the first
 */
const char *
hearth_dav_response_get_href (const HearthDavResponse *self, const char *name)
{
  const GPtrArray *values = hearth_dav_response_get_values (self, name);

  return values != NULL && values->len > 0 && *(const char *) g_ptr_array_index (values, 0) != '\0'
             ? g_ptr_array_index (values, 0)
             : NULL;
}
