/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dav-error.h"

G_BEGIN_DECLS

/* Larger answers, and answers with more resources, are refused. */
#define HEARTH_DAV_MAX_ANSWER (64 * 1024 * 1024)
#define HEARTH_DAV_MAX_RESPONSES 250000

/**
 * HearthDavProperty:
 * @name: its local name, as "getetag"; namespaces that are not known are left out
 * @text: the text directly in it, "" for none
 * @values: (element-type utf8): of what is in it: the texts of DAV:href, the names of components,
 *   and the local names of all other elements
 */
typedef struct {
  const char *name;
  char *text;
  GPtrArray *values;
} HearthDavProperty;

/**
 * HearthDavResponse: what a multistatus says of one resource.
 * @href: as the server wrote it
 * @status: its own status, or 0 if only its properties have one
 * @properties: (element-type HearthDavProperty): those that it has
 */
typedef struct {
  char *href;
  guint status;
  GPtrArray *properties;
} HearthDavResponse;

const char        *hearth_dav_response_get_text  (const HearthDavResponse *self, const char *name);
gboolean           hearth_dav_response_has_value (const HearthDavResponse *self, const char *name,
                                                  const char *value);
const char        *hearth_dav_response_get_href  (const HearthDavResponse *self, const char *name);
GPtrArray         *hearth_dav_response_get_values (const HearthDavResponse *self, const char *name);

/**
 * HearthDavMultistatus: an answer of status 207, RFC 4918, section 13.
 * @responses: (element-type HearthDavResponse)
 * @sync_token: (nullable): RFC 6578, section 6.2
 */
typedef struct {
  GPtrArray *responses;
  char *sync_token;
} HearthDavMultistatus;

HearthDavMultistatus *hearth_dav_multistatus_parse (GBytes *body, const char *place, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_dav_multistatus_free  (HearthDavMultistatus *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDavMultistatus, hearth_dav_multistatus_free)

G_END_DECLS
