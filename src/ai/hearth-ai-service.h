/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-request.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthAiError:
 *
 * Why a service gave no answer, or not all of it. Cancellation is `G_IO_ERROR_CANCELLED` instead.
 * Each message is made of whole sentences for the owner; words of the service in it are plain text.
 */
typedef enum {
  HEARTH_AI_ERROR_SETTINGS,    /* the address or model in the settings cannot be used */
  HEARTH_AI_ERROR_UNREACHABLE, /* no connection: name, network, refused, TLS */
  HEARTH_AI_ERROR_TIMEOUT,
  HEARTH_AI_ERROR_CUT_OFF,     /* the answer ended in the middle */
  HEARTH_AI_ERROR_TOO_LARGE,
  HEARTH_AI_ERROR_KEY,         /* the key is missing, wrong, or may not do this */
  HEARTH_AI_ERROR_MODEL,       /* no such model or address */
  HEARTH_AI_ERROR_BUSY,        /* too many requests, or a quota is used up */
  HEARTH_AI_ERROR_SERVICE,     /* the service failed or refused the request */
  HEARTH_AI_ERROR_BAD_REPLY,   /* the answer is not in the form agreed on */
  HEARTH_AI_ERROR_CREDIT,      /* the account has no credit left */
  HEARTH_AI_ERROR_NOT_AGREED,  /* the owner did not say yet that mail may go to its host */
  HEARTH_AI_ERROR_TOO_LONG,    /* the conversation is longer than the model can take */
} HearthAiError;

#define HEARTH_AI_ERROR (hearth_ai_error_quark ())
GQuark hearth_ai_error_quark           (void);
guint  hearth_ai_error_get_status      (const GError *error);
gint64 hearth_ai_error_get_retry_after (const GError *error);

/** HearthAiEventKind: see #HearthAiEvent. */
typedef enum {
  HEARTH_AI_EVENT_START,      /* the service has begun to answer; at most once, before all else */
  HEARTH_AI_EVENT_TEXT,      /* text: more of the answer, cleaned */
  HEARTH_AI_EVENT_THINKING,  /* text: more of what the model thinks, not part of the answer */
  HEARTH_AI_EVENT_TOOL_BEGIN, /* text: the tool that the model begins to call; not to be run yet */
  HEARTH_AI_EVENT_TOOL_CALL,  /* call: a whole call, told only when the answer has ended well */
  HEARTH_AI_EVENT_BLOB,      /* text: JSON that goes back with the message, see HearthAiMessage */
  HEARTH_AI_EVENT_USAGE,     /* tokens_in, tokens_out: of the whole answer, at most once */
  HEARTH_AI_EVENT_END,       /* finish: the answer is whole; the last event */
  HEARTH_AI_EVENT_ERROR,     /* error: there is no answer or only a part; the last event */
} HearthAiEventKind;

/** HearthAiFinish: why the model stopped. */
typedef enum {
  HEARTH_AI_FINISH_STOP,     /* it had nothing more to say */
  HEARTH_AI_FINISH_TOOLS,    /* it waits for the results of its calls */
  HEARTH_AI_FINISH_LENGTH,   /* the bound of tokens was reached */
  HEARTH_AI_FINISH_FILTERED, /* the service withheld the rest */
  HEARTH_AI_FINISH_REFUSED,  /* the model declined */
} HearthAiFinish;

/**
 * HearthAiEvent:
 *
 * One step of an answer. Which fields are set depends on @kind.
 */
typedef struct {
  HearthAiEventKind kind;
  const char *text;
  const HearthAiToolCall *call;
  guint64 tokens_in;
  guint64 tokens_out;
  HearthAiFinish finish;
  const GError *error;
} HearthAiEvent;

/**
 * HearthAiEventFunc:
 * @event: (transfer none): what happened; valid during the call
 *
 * Receives an answer as it comes, on the main context that was the thread-default one when it was
 * started, and never from within hearth_ai_service_start(). Exactly one END or ERROR comes, and
 * nothing after it.
 */
typedef void (*HearthAiEventFunc) (const HearthAiEvent *event, gpointer user_data);

#define HEARTH_TYPE_AI_SERVICE (hearth_ai_service_get_type ())
G_DECLARE_INTERFACE (HearthAiService, hearth_ai_service, HEARTH, AI_SERVICE, GObject)

/**
 * HearthAiServiceInterface:
 * @start: see hearth_ai_service_start()
 * @get_name: see hearth_ai_service_get_name()
 * @get_host: see hearth_ai_service_get_host()
 * @is_local: see hearth_ai_service_is_local()
 * @get_model: (nullable): see hearth_ai_service_get_model()
 * @check: (nullable): see hearth_ai_service_check(); %NULL where nothing stands against it
 * @takes: (nullable): see hearth_ai_service_takes(); %NULL where it takes no files
 * @list_models_async: (nullable): see hearth_ai_service_list_models_async(); %NULL where there is
 *   nothing to choose
 * @list_models_finish: (nullable): see hearth_ai_service_list_models_finish()
 */
struct _HearthAiServiceInterface {
  GTypeInterface parent_iface;

  void        (*start)    (HearthAiService *self, HearthAiRequest *request,
                           GCancellable *cancellable, HearthAiEventFunc func, gpointer user_data,
                           GDestroyNotify destroy);
  const char *(*get_name) (HearthAiService *self);
  const char *(*get_host) (HearthAiService *self);
  gboolean    (*is_local) (HearthAiService *self);
  const char *(*get_model) (HearthAiService *self);
  gboolean    (*check)    (HearthAiService *self, GError **error);
  gboolean    (*takes)    (HearthAiService *self, const char *type);
  void        (*list_models_async)  (HearthAiService *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
  char      **(*list_models_finish) (HearthAiService *self, GAsyncResult *result, GError **error);
};

void        hearth_ai_service_start    (HearthAiService *self, HearthAiRequest *request,
                                        GCancellable *cancellable, HearthAiEventFunc func,
                                        gpointer user_data, GDestroyNotify destroy);
const char *hearth_ai_service_get_name (HearthAiService *self);
const char *hearth_ai_service_get_model (HearthAiService *self);
const char *hearth_ai_service_get_host (HearthAiService *self);
gboolean    hearth_ai_service_is_local (HearthAiService *self);
gboolean    hearth_ai_service_check    (HearthAiService *self, GError **error);
gboolean    hearth_ai_service_takes    (HearthAiService *self, const char *type);
void        hearth_ai_service_list_models_async  (HearthAiService *self, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
char      **hearth_ai_service_list_models_finish (HearthAiService *self, GAsyncResult *result,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
