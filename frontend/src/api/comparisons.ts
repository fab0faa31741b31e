// Exams beside each other, on the server.
import { comparableExams, comparison } from "../contract/index.ts";
import { answerOf, server } from "./http.ts";

export const fetchComparable = (key: string) =>
  answerOf(comparableExams, server.GET("/api/exams/{key}/comparisons/", { params: { path: { key } } }));

export const fetchComparison = (key: string, other: string) =>
  answerOf(comparison, server.GET("/api/exams/{key}/comparisons/{other}/", { params: { path: { key, other } } }));
