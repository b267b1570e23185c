/** A small typed call of each operation. Copy what you need; `tsc` keeps it true. */
import { type Api, type Schemas, explain, nextCursor } from "./client.js";

type Id = string;
type Body<Name extends keyof Schemas> = Schemas[Name];
type Outcome<T> = { data?: T; error?: Body<"ErrorResponse"> };

/** The answer, or an exception whose message a person can read. */
async function told<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error } = await call;
  if (error !== undefined) {
    throw new Error(explain(error));
  }
  return data as T;
}

const at = (id: Id) => ({ params: { path: { id } } });

// Accounts
export const register = (api: Api, body: Body<"RegistrationRequest">) =>
  told(api.POST("/api/v1/auth/register", { body }));
export const logIn = (api: Api, body: Body<"LoginRequest">) =>
  told(api.POST("/api/v1/auth/login", { body }));
export const refresh = (api: Api, body: Body<"RefreshRequest">) =>
  told(api.POST("/api/v1/auth/refresh", { body }));
export const logOut = (api: Api) => told(api.POST("/api/v1/auth/logout"));
export const changePassword = (api: Api, body: Body<"PasswordChangeRequest">) =>
  told(api.POST("/api/v1/auth/password", { body }));
export const askForReset = (api: Api, body: Body<"PasswordResetRequest">) =>
  told(api.POST("/api/v1/auth/password/reset", { body }));
export const confirmReset = (api: Api, body: Body<"PasswordResetConfirmRequest">) =>
  told(api.POST("/api/v1/auth/password/reset/confirm", { body }));
export const me = (api: Api) => told(api.GET("/api/v1/me"));
export const changeMe = (api: Api, body: Body<"PatchedMeRequest">) =>
  told(api.PATCH("/api/v1/me", { body }));
export const exportMe = (api: Api) => told(api.GET("/api/v1/me/export", { parseAs: "blob" }));
export const eraseMe = (api: Api, body: Body<"EraseRequest">) =>
  told(api.DELETE("/api/v1/me", { body }));
export const sessions = (api: Api) => told(api.GET("/api/v1/me/sessions"));
export const endSession = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/me/sessions/{id}", at(id)));
export const tokens = (api: Api) => told(api.GET("/api/v1/me/tokens"));
export const makeToken = (api: Api, body: Body<"NewTokenRequest">) =>
  told(api.POST("/api/v1/me/tokens", { body }));
export const calendarFeed = (api: Api, token: string) =>
  told(
    api.GET("/api/v1/calendar/{token}.ics", { params: { path: { token } }, parseAs: "text" }),
  );
export const revokeToken = (api: Api, id: Id) => told(api.DELETE("/api/v1/me/tokens/{id}", at(id)));

// Organize: the draft at once, then the run until the answer is there
export const organize = (api: Api, body: Body<"OrganizeRequest">, key: string) =>
  told(
    api.POST("/api/v1/organize", {
      body,
      params: { header: { "Idempotency-Key": key } },
      headers: { Prefer: "respond-async" },
    }),
  );
export const runs = (api: Api) => told(api.GET("/api/v1/runs"));
export const run = (api: Api, id: Id) => told(api.GET("/api/v1/runs/{id}", at(id)));
// `watchRun` in events.ts tells what becomes of it while it happens.
export const cancelRun = (api: Api, id: Id) => told(api.DELETE("/api/v1/runs/{id}", at(id)));

// Plans
export const plans = (api: Api) => told(api.GET("/api/v1/plans"));
export const plan = (api: Api, id: Id) => told(api.GET("/api/v1/plans/{id}", at(id)));
export const deletePlan = (api: Api, id: Id) => told(api.DELETE("/api/v1/plans/{id}", at(id)));
export const acceptPlan = (api: Api, id: Id, body: Body<"AcceptRequest">) =>
  told(api.POST("/api/v1/plans/{id}/accept", { ...at(id), body }));
export const undoPlan = (api: Api, id: Id, body: Body<"UndoRequest">) =>
  told(api.POST("/api/v1/plans/{id}/undo", { ...at(id), body }));

// Tasks
export async function readyTasks(api: Api, cursor?: string) {
  const query = { state: "ready" as const, limit: 50, ...(cursor === undefined ? {} : { cursor }) };
  const answer = await api.GET("/api/v1/tasks", { params: { query } });
  return { tasks: answer.data ?? [], next: nextCursor(answer.response) };
}
export const createTask = (api: Api, body: Body<"TaskRequest">) =>
  told(api.POST("/api/v1/tasks", { body }));
export const task = (api: Api, id: Id) => told(api.GET("/api/v1/tasks/{id}", at(id)));
export const changeTask = (api: Api, id: Id, etag: string, body: Body<"PatchedTaskRequest">) =>
  told(
    api.PATCH("/api/v1/tasks/{id}", {
      body,
      params: { path: { id }, header: { "If-Match": etag } },
    }),
  );
export const deleteTask = (api: Api, id: Id) => told(api.DELETE("/api/v1/tasks/{id}", at(id)));
export const completeTask = (api: Api, id: Id, body: Body<"CompleteRequest"> = {}) =>
  told(api.POST("/api/v1/tasks/{id}/complete", { ...at(id), body }));
export const reopenTask = (api: Api, id: Id) => told(api.POST("/api/v1/tasks/{id}/reopen", at(id)));
export const snoozeTask = (api: Api, id: Id, minutes: number) =>
  told(api.POST("/api/v1/tasks/{id}/snooze", { ...at(id), body: { minutes } }));
export const breakDownTask = (api: Api, id: Id, body: Body<"TaskBreakdownRequest">) =>
  told(api.POST("/api/v1/tasks/{id}/breakdown", { ...at(id), body }));
export const parseLine = (api: Api, text: string) =>
  told(api.POST("/api/v1/tasks/parse", { body: { text } }));
export const breakDownTitle = (api: Api, title: string) =>
  told(api.POST("/api/v1/tasks/breakdown", { body: { title } }));

// Schedule
export const schedule = (api: Api, after: string, before: string) =>
  told(api.GET("/api/v1/schedule", { params: { query: { after, before } } }));
export const addAppointment = (api: Api, body: Body<"TimeBlockRequest">) =>
  told(api.POST("/api/v1/schedule", { body }));
export const importCalendar = (api: Api, text: string) =>
  told(api.POST("/api/v1/schedule/import", { body: { text } }));
export const importCalendarFile = (api: Api, file: File) =>
  told(
    api.POST("/api/v1/schedule/import", {
      // The document knows a file as its text; what goes out is the form.
      body: { file: file.name },
      bodySerializer: () => {
        const form = new FormData();
        form.set("file", file);
        return form;
      },
    }),
  );
export const block = (api: Api, id: Id) => told(api.GET("/api/v1/schedule/{id}", at(id)));
export const moveBlock = (api: Api, id: Id, body: Body<"PatchedTimeBlockRequest">) =>
  told(api.PATCH("/api/v1/schedule/{id}", { ...at(id), body }));
export const freeBlock = (api: Api, id: Id) => told(api.DELETE("/api/v1/schedule/{id}", at(id)));

// Re-plan: shown first, then applied as it was shown, and taken back
export const previewReplan = (api: Api, body: Omit<Body<"ReplanAskedRequest">, "preview">) =>
  told(api.POST("/api/v1/schedule/replan", { body: { ...body, preview: true } }));
export const replans = (api: Api) => told(api.GET("/api/v1/schedule/replan"));
export const replan = (api: Api, id: Id) => told(api.GET("/api/v1/schedule/replan/{id}", at(id)));
export const applyReplan = (api: Api, id: Id, body: Body<"ForceRequest">) =>
  told(api.POST("/api/v1/schedule/replan/{id}/apply", { ...at(id), body }));
export const undoReplan = (api: Api, id: Id, body: Body<"ForceRequest">) =>
  told(api.POST("/api/v1/schedule/replan/{id}/undo", { ...at(id), body }));

// Now: one thing, and another where it is not this one today
export const oneThing = (api: Api, minutes: number, energy: "low" | "medium" | "high") =>
  told(api.GET("/api/v1/now", { params: { query: { minutes, energy } } }));
export const notThis = (api: Api, body: Body<"NotThisRequest">) =>
  told(api.POST("/api/v1/now/not-this", { body }));

// Learn: a study plan, proposed and taken on like a plan
export const learn = (api: Api, body: Body<"LearnRequest">, key: string) =>
  told(
    api.POST("/api/v1/learn", {
      body,
      params: { header: { "Idempotency-Key": key } },
      headers: { Prefer: "respond-async" },
    }),
  );
export const studyPlans = (api: Api) => told(api.GET("/api/v1/study-plans"));
export const studyPlan = (api: Api, id: Id) => told(api.GET("/api/v1/study-plans/{id}", at(id)));
export const deleteStudyPlan = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/study-plans/{id}", at(id)));
export const acceptStudyPlan = (api: Api, id: Id, body: Body<"AcceptRequest">) =>
  told(api.POST("/api/v1/study-plans/{id}/accept", { ...at(id), body }));
export const undoStudyPlan = (api: Api, id: Id, body: Body<"UndoRequest">) =>
  told(api.POST("/api/v1/study-plans/{id}/undo", { ...at(id), body }));
export const studySessions = (api: Api) => told(api.GET("/api/v1/study-sessions"));
export const studySession = (api: Api, id: Id) =>
  told(api.GET("/api/v1/study-sessions/{id}", at(id)));
export const completeSession = (api: Api, id: Id, minutes: number) =>
  told(api.POST("/api/v1/study-sessions/{id}/complete", { ...at(id), body: { minutes } }));

// Decks, cards and their reviews
export const decks = (api: Api) => told(api.GET("/api/v1/decks"));
export const createDeck = (api: Api, body: Body<"DeckRequest">) =>
  told(api.POST("/api/v1/decks", { body }));
export const deck = (api: Api, id: Id) => told(api.GET("/api/v1/decks/{id}", at(id)));
export const changeDeck = (api: Api, id: Id, body: Body<"PatchedDeckRequest">) =>
  told(api.PATCH("/api/v1/decks/{id}", { ...at(id), body }));
export const deleteDeck = (api: Api, id: Id) => told(api.DELETE("/api/v1/decks/{id}", at(id)));
export const cards = (api: Api, deck: Id) =>
  told(api.GET("/api/v1/cards", { params: { query: { deck } } }));
export const createCard = (api: Api, body: Body<"CardRequest">) =>
  told(api.POST("/api/v1/cards", { body }));
export const card = (api: Api, id: Id) => told(api.GET("/api/v1/cards/{id}", at(id)));
export const changeCard = (api: Api, id: Id, body: Body<"PatchedCardRequest">) =>
  told(api.PATCH("/api/v1/cards/{id}", { ...at(id), body }));
export const deleteCard = (api: Api, id: Id) => told(api.DELETE("/api/v1/cards/{id}", at(id)));
export const dueCards = (api: Api, minutes: number) =>
  told(api.GET("/api/v1/reviews/due", { params: { query: { minutes } } }));
export const reviewCard = (api: Api, id: Id, rating: 1 | 2 | 3 | 4, seconds: number) =>
  told(api.POST("/api/v1/cards/{id}/review", { ...at(id), body: { rating, seconds } }));
export const undoReview = (api: Api, id: Id) => told(api.POST("/api/v1/cards/{id}/undo", at(id)));
export const suspendCard = (api: Api, id: Id) =>
  told(api.POST("/api/v1/cards/{id}/suspend", at(id)));
export const unsuspendCard = (api: Api, id: Id) =>
  told(api.POST("/api/v1/cards/{id}/unsuspend", at(id)));
export const buryCard = (api: Api, id: Id, body: Body<"BuryRequest">) =>
  told(api.POST("/api/v1/cards/{id}/bury", { ...at(id), body }));
export const learningStats = (api: Api, days: number) =>
  told(api.GET("/api/v1/learning/stats", { params: { query: { days } } }));

// Own material as a file: its text goes into `text` of `learn`
export const readMaterial = (api: Api, file: File, firstPage: number) =>
  told(
    api.POST("/api/v1/learn/material", {
      // The document knows a file as its text; what goes out is the form.
      body: { file: file.name, first_page: firstPage },
      bodySerializer: () => {
        const form = new FormData();
        form.set("file", file);
        form.set("first_page", String(firstPage));
        return form;
      },
    }),
  );

// Decks as files, out and in
export const exportDeck = (api: Api, id: Id, as: "apkg" | "csv" | "md") =>
  told(
    api.GET("/api/v1/decks/{id}/export", {
      params: { path: { id }, query: { as } },
      parseAs: "blob",
    }),
  );
export const importDeck = (api: Api, file: File, preview: boolean) =>
  told(
    api.POST("/api/v1/decks/import", {
      // The document knows a file as its text; what goes out is the form.
      body: { file: file.name, deck: "Imported", preview },
      bodySerializer: () => {
        const form = new FormData();
        form.set("file", file);
        form.set("preview", String(preview));
        return form;
      },
    }),
  );

// Quizzes
const atAttempt = (id: Id, attempt_id: Id) => ({ params: { path: { id, attempt_id } } });
export const quizzes = (api: Api) => told(api.GET("/api/v1/quizzes"));
export const createQuiz = (api: Api, body: Body<"QuizMakingRequest">) =>
  told(api.POST("/api/v1/quizzes", { body }));
export const quiz = (api: Api, id: Id) => told(api.GET("/api/v1/quizzes/{id}", at(id)));
export const deleteQuiz = (api: Api, id: Id) => told(api.DELETE("/api/v1/quizzes/{id}", at(id)));
export const startAttempt = (api: Api, id: Id) =>
  told(api.POST("/api/v1/quizzes/{id}/attempts", at(id)));
export const attempt = (api: Api, id: Id, attempt: Id) =>
  told(api.GET("/api/v1/quizzes/{id}/attempts/{attempt_id}", atAttempt(id, attempt)));
export const answerQuestion = (
  api: Api,
  id: Id,
  attempt: Id,
  body: Body<"AnsweringRequest">,
) =>
  told(
    api.POST("/api/v1/quizzes/{id}/attempts/{attempt_id}/answers", {
      ...atAttempt(id, attempt),
      body,
    }),
  );
export const finishAttempt = (api: Api, id: Id, attempt: Id) =>
  told(api.POST("/api/v1/quizzes/{id}/attempts/{attempt_id}/finish", atAttempt(id, attempt)));

// Focus sessions: show `elapsed_seconds` and what has passed since `server_now`
export const focusSessions = (api: Api, state: "running" | "paused" | "finished" | "abandoned") =>
  told(api.GET("/api/v1/focus-sessions", { params: { query: { state } } }));
export const startFocus = (api: Api, body: Body<"FocusStartRequest">, key: string) =>
  told(
    api.POST("/api/v1/focus-sessions", { body, params: { header: { "Idempotency-Key": key } } }),
  );
export const focusSession = (api: Api, id: Id) =>
  told(api.GET("/api/v1/focus-sessions/{id}", at(id)));
export const changeFocus = (api: Api, id: Id, body: Body<"PatchedFocusChangeRequest">) =>
  told(api.PATCH("/api/v1/focus-sessions/{id}", { ...at(id), body }));
export const deleteFocus = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/focus-sessions/{id}", at(id)));
export const pauseFocus = (api: Api, id: Id) =>
  told(api.POST("/api/v1/focus-sessions/{id}/pause", at(id)));
export const resumeFocus = (api: Api, id: Id) =>
  told(api.POST("/api/v1/focus-sessions/{id}/resume", { ...at(id), body: { replace: true } }));
export const finishFocus = (api: Api, id: Id, body: Body<"FocusFinishRequest">) =>
  told(api.POST("/api/v1/focus-sessions/{id}/finish", { ...at(id), body }));
export const startFitting = (api: Api, body: Body<"AdaptedStartRequest">) =>
  told(api.POST("/api/v1/focus/start", { body }));
export const abandonFocus = (api: Api, id: Id) =>
  told(api.POST("/api/v1/focus-sessions/{id}/abandon", at(id)));

// Rooms: over the socket, `realtime.say({ type: "room_here", room_id })` every 30 seconds
export const rooms = (api: Api) => told(api.GET("/api/v1/rooms"));
export const createRoom = (api: Api, body: Body<"RoomCreateRequest">) =>
  told(api.POST("/api/v1/rooms", { body }));
export const joinRoom = (api: Api, body: Body<"RoomJoinRequest">) =>
  told(api.POST("/api/v1/rooms/join", { body }));
export const room = (api: Api, id: Id) => told(api.GET("/api/v1/rooms/{id}", at(id)));
export const leaveRoom = (api: Api, id: Id) =>
  told(api.POST("/api/v1/rooms/{id}/leave", at(id)));
export const closeRoom = (api: Api, id: Id) => told(api.DELETE("/api/v1/rooms/{id}", at(id)));

// How the person is, and the energy that plans assume
export const checkIns = (api: Api) => told(api.GET("/api/v1/check-ins"));
export const checkIn = (api: Api, body: Body<"CheckInRequest">) =>
  told(api.POST("/api/v1/check-ins", { body }));
export const oneCheckIn = (api: Api, id: Id) => told(api.GET("/api/v1/check-ins/{id}", at(id)));
export const deleteCheckIn = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/check-ins/{id}", at(id)));
export const energy = (api: Api) => told(api.GET("/api/v1/energy"));
export const moods = (api: Api) => told(api.GET("/api/v1/moods"));
export const sayMood = (api: Api, body: Body<"MoodRequest">) =>
  told(api.POST("/api/v1/moods", { body }));
export const logMood = (api: Api, body: Body<"MoodRequest">) =>
  told(api.POST("/api/v1/mood/log", { body }));

// Chat: nothing that the coach proposes happens before `acceptProposal`
export const chat = (api: Api, body: Body<"ChatRequest">, key: string) =>
  told(
    api.POST("/api/v1/chat", {
      body,
      params: { header: { "Idempotency-Key": key } },
      headers: { Prefer: "respond-async" },
    }),
  );
export const chatFresh = (api: Api, body: Body<"ChatRequest">) =>
  told(api.POST("/api/v1/chat/fresh", { body }));
export const chatWithSeveral = (api: Api, body: Body<"ChatRequest">) =>
  told(api.POST("/api/v1/chat/comprehensive", { body }));
export const agentsStatus = (api: Api) => told(api.GET("/api/v1/agents/status"));
export const conversations = (api: Api) => told(api.GET("/api/v1/conversations"));
export const conversationHistory = (api: Api) => told(api.GET("/api/v1/conversations/history"));
export const conversation = (api: Api, id: Id) =>
  told(api.GET("/api/v1/conversations/{id}", at(id)));
export const renameConversation = (
  api: Api,
  id: Id,
  body: Body<"PatchedConversationRequest">,
) => told(api.PATCH("/api/v1/conversations/{id}", { ...at(id), body }));
export const deleteConversation = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/conversations/{id}", at(id)));
export const messages = (api: Api, id: Id) =>
  told(api.GET("/api/v1/conversations/{id}/messages", at(id)));
export const exportConversation = (api: Api, id: Id, as: "json" | "md") =>
  told(
    api.GET("/api/v1/conversations/{id}/export", {
      params: { path: { id }, query: { as } },
      parseAs: "blob",
    }),
  );
export const proposal = (api: Api, id: Id) => told(api.GET("/api/v1/proposals/{id}", at(id)));
export const acceptProposal = (api: Api, id: Id) =>
  told(api.POST("/api/v1/proposals/{id}/accept", at(id)));
export const undoProposal = (api: Api, id: Id) =>
  told(api.POST("/api/v1/proposals/{id}/undo", at(id)));

// What the coach keeps in mind
export const memories = (api: Api) => told(api.GET("/api/v1/me/memories"));
export const keepInMind = (api: Api, body: Body<"MemoryRequest">) =>
  told(api.POST("/api/v1/me/memories", { body }));
export const memory = (api: Api, id: Id) => told(api.GET("/api/v1/me/memories/{id}", at(id)));
export const changeMemory = (api: Api, id: Id, body: Body<"PatchedMemoryRequest">) =>
  told(api.PATCH("/api/v1/me/memories/{id}", { ...at(id), body }));
export const forget = (api: Api, id: Id) => told(api.DELETE("/api/v1/me/memories/{id}", at(id)));

// Reminders: how, which, and in which browsers
export const reminderSettings = (api: Api) => told(api.GET("/api/v1/me/reminders"));
export const changeReminders = (api: Api, body: Body<"PatchedReminderSettingsRequest">) =>
  told(api.PATCH("/api/v1/me/reminders", { body }));
export const openReminders = (api: Api) =>
  told(api.GET("/api/v1/reminders", { params: { query: { open: true } } }));
export const reminder = (api: Api, id: Id) => told(api.GET("/api/v1/reminders/{id}", at(id)));
export const snoozeReminder = (api: Api, id: Id, body: Body<"ReminderSnoozeRequest">) =>
  told(api.POST("/api/v1/reminders/{id}/snooze", { ...at(id), body }));
export const dismissReminder = (api: Api, id: Id) =>
  told(api.POST("/api/v1/reminders/{id}/dismiss", at(id)));
export const pushSubscriptions = (api: Api) => told(api.GET("/api/v1/me/push-subscriptions"));
export const endPush = (api: Api, id: Id) =>
  told(api.DELETE("/api/v1/me/push-subscriptions/{id}", at(id)));

/** Asks the browser for leave, and lets it be told; null where either side has no push. */
export async function subscribeToPush(api: Api, worker: ServiceWorkerRegistration) {
  const { vapid_public_key: key } = await reminderSettings(api);
  if (key === null || (await Notification.requestPermission()) !== "granted") {
    return null;
  }
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const { endpoint, keys } = (await worker.pushManager.subscribe(options)).toJSON();
  const p256dh = keys?.["p256dh"];
  const auth = keys?.["auth"];
  if (endpoint === undefined || p256dh === undefined || auth === undefined) {
    return null;
  }
  const body = { endpoint, keys: { p256dh, auth } };
  return told(api.POST("/api/v1/me/push-subscriptions", { body }));
}

// Live changes: see realtime.ts for the socket that the ticket opens
export const realtimeTicket = (api: Api) => told(api.POST("/api/v1/realtime/ticket"));

// Health
export const health = (api: Api) => api.GET("/health");
export const ready = (api: Api) => api.GET("/health/ready");
export const live = (api: Api) => api.GET("/health/live");

/** What a screen shows of a plan: nullable fields and enums have to be handled. */
export function headline(answer: Body<"OrganizeAnswer">): string {
  const due = answer.tasks[0]?.due_at ?? null;
  const when = due === null ? "" : `, by ${new Date(due).toLocaleString()}`;
  const plain = answer.degraded === null ? "" : ` (${answer.degraded.detail})`;
  return `${answer.first_step.text} (${answer.first_step.minutes} min)${when}${plain}`;
}
