"""Evidence from technology, clients, property and deliveries."""

from __future__ import annotations

from reports import models
from reports.evidence.shapes import Col, cents, choice, month
from reports.evidence.sources import Source, either, named, numbered, of_unit, running, within

COMPONENT = Col("Component", "component__name")
CLIENT = Col("Client", "client__name")

SOURCES = {
    "components": Source(
        models.TechComponent, "Components", "techcomponent",
        (Col("Component", "name"), Col("Business", "unit__name"), Col("Kind", "kind", choice),
         Col("Provider", "provider"), Col("Runtime", "runtime"), Col("Version", "version"),
         Col("Supported until", "eol_on"), Col("Public", "is_public"), Col("Owner", "owner")),
        numbered, order=("unit__slug", "name"),
    ),
    "security": Source(
        models.SecurityFinding, "Security findings", "securityfinding",
        (Col("Finding", "title"), Col("Severity", "severity", choice),
         Col("Component", "component__name", label="security"), Col("Found on", "found_on"),
         Col("Status", "status", choice), Col("Fixed on", "fixed_on"), Col("Where", "evidence", label="security")),
        numbered, order=("found_on", "pk"),
    ),
    "deploys": Source(
        models.Deploy, "Deploys", "deploy",
        (Col("When", "deployed_at"), COMPONENT, Col("Commit", "commit"), Col("Result", "result", choice),
         Col("Restored", "restored_at")),
        numbered, order=("-deployed_at", "-pk"),
    ),
    "cloud_costs": Source(
        models.CloudCost, "Cloud costs", "cloudcost",
        (Col("Month", "month", month), Col("Service", "service"), Col("Account", "account"),
         Col("Business", "unit__name"), cents("Billed", "amount_cents"), cents("Credit", "credit_cents"),
         cents("Tax", "tax_cents")),
        numbered, order=("-month", "service"),
    ),
    "savings": Source(
        models.CostOpportunity, "Savings", "costopportunity",
        (Col("What to do", "action"), Col("Service", "service"), cents("From", "low_cents"), cents("To", "high_cents"),
         Col("Hours", "effort_hours", is_figure=True), Col("Status", "status", choice),
         cents("Seen on a bill", "verified_cents")),
        numbered,
    ),
    "clients": Source(
        models.Client, "Clients", "client",
        (Col("Client", "name"), Col("Business", "unit__name"), Col("Since", "since"), Col("Ended on", "ended_on"),
         cents("Hosting a month", "hosting_cost_cents")),
        numbered, order=("name", "pk"),
    ),
    "plans": Source(
        models.BillingPlan, "Billing plans", "client",
        (CLIENT, Col("Plan", "kind", choice), cents("Amount", "amount_cents"), Col("From", "starts_on"),
         Col("Until", "ends_on")),
        numbered, kept_in="client", order=("client__name", "starts_on"),
    ),
    "work": Source(
        models.WorkEntry, "Work done", "workentry",
        (Col("Day", "worked_on"), CLIENT, Col("What", "what"), Col("Hours", "hours", is_figure=True),
         cents("Rate", "rate_cents"), Col("Billable", "is_billable"), Col("Invoice", "invoice_number")),
        numbered, order=("-worked_on", "-pk"),
    ),
    "invoices": Source(
        models.Invoice, "Invoices", "invoice",
        (Col("Invoice", "number"), CLIENT, Col("Issued on", "issued_on"), Col("Due on", "due_on"),
         cents("Amount", "amount_cents")),
        either(numbered, named("client__unit__slug", "number")), order=("-issued_on", "-pk"),
    ),
    "leases": Source(
        models.Lease, "Leases", "lease",
        (Col("Tenant", "tenant"), Col("Space", "space__name"), Col("From", "starts_on"), Col("Until", "ends_on"),
         cents("Rent", "rent_cents"), cents("Deposit held", "deposit_held_cents")),
        running("space__property__slug", "starts_on", "ends_on"), label="tenants", order=("space__name", "starts_on"),
    ),
    "spaces": Source(
        models.Space, "Spaces", "property",
        (Col("Space", "name"), Col("Property", "property__name"), cents("Rent on the market", "market_rent_cents")),
        either(numbered, named("property__slug", "name")), kept_in="property", order=("property__slug", "name"),
    ),
    "rent": Source(
        models.RentCharge, "Rent", "rentcharge",
        (Col("Due", "due"), Col("Space", "space__name"), Col("Tenant", "lease__tenant"), cents("Rent", "amount_cents"),
         cents("Paid", "payments__amount_cents"), Col("Paid on", "payments__paid_on")),
        either(of_unit("space__property__unit__slug"), within("space__property__slug", "due")), label="tenants",
        order=("-due", "space__name", "payments__part"),
    ),
    "property_costs": Source(
        models.PropertyCost, "Costs of property", "propertycost",
        (Col("Day", "date"), Col("Property", "property__name"), Col("Category", "category", choice),
         Col("Kind", "kind", choice), cents("Amount", "amount_cents")),
        within("property__slug", "date"), order=("-date", "-pk"),
    ),
    "other_income": Source(
        models.OtherIncome, "Other income of property", "otherincome",
        (Col("Day", "date"), Col("Property", "property__name"), Col("Category", "category", choice),
         cents("Amount", "amount_cents")),
        within("property__slug", "date"), order=("-date", "-pk"),
    ),
    "property_loans": Source(
        models.PropertyLoan, "Loans on property", "property",
        (Col("Lender", "lender"), Col("Property", "property__name"), cents("Principal", "principal_cents"),
         Col("Interest, % a year", "annual_percent", is_figure=True), Col("Months", "months", is_figure=True),
         Col("First due", "first_due"), cents("Payment", "payment_cents")),
        numbered, kept_in="property",
    ),
    "properties": Source(
        models.Property, "Properties", "property",
        (Col("Property", "name"), Col("Business", "unit__name"),
         cents("Cash invested", "cash_invested_cents", "equity")),
        named("slug"),
    ),
    "work_orders": Source(
        models.WorkOrder, "Work orders", "workorder",
        (Col("Work", "title"), Col("Property", "property__name"), Col("Space", "space__name"),
         Col("Opened on", "opened_on"), Col("Due", "due"), Col("Done on", "done_on"), cents("Cost", "cost_cents")),
        within("property__slug", "opened_on"), order=("-opened_on", "-pk"),
    ),
    "deliveries": Source(
        models.DeliveryJob, "Deliveries", "deliveryjob",
        (Col("Delivery", "key"), Col("Client", "client"), Col("Vessel", "vessel"), Col("From", "origin"),
         Col("To", "destination"), Col("Stage", "stage", choice), cents("Fee quoted", "fee_quoted_cents"),
         cents("Advance", "advance_cents"), Col("Departed", "actual_depart"), Col("Arrived", "actual_arrive")),
        named("key"), order=("key",),
    ),
    "job_costs": Source(
        models.JobExpense, "Costs of deliveries", "deliveryjob",
        (Col("Day", "date"), Col("Delivery", "job__key"), Col("What", "what"), cents("Amount", "amount_cents"),
         Col("Passed through", "is_pass_through"), Col("Reimbursed on", "reimbursed_on"), Col("Receipt", "receipt")),
        numbered, kept_in="job", order=("-date", "-pk"),
    ),
    "crew_pay": Source(
        models.CrewPay, "Pay of delivery crews", "deliveryjob",
        (Col("Person", "person"), Col("Delivery", "job__key"), Col("Days", "days", is_figure=True),
         cents("Pay", "amount_cents"), Col("Paid on", "paid_on")),
        named("job__key", "person"), label="payroll", kept_in="job", order=("job__key", "person"),
    ),
}  # fmt: skip
