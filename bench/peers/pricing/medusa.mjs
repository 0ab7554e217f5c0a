// Medusa's promotion module as its users call it, PromotionModuleService.computeActions, without a
// database: what the module would read from PostgreSQL is given to it as loaded objects.
//
// At its best: every promotion is asked for by its code, so that the module neither builds a query
// nor waits for one; the promotions come sorted as the query would sort them.

import { createRequire } from 'node:module';

const medusa = createRequire(import.meta.url)('@medusajs/promotion').default;

const repository = { getFreshManager: () => ({}) };
const currency_code = 'cny';

function promotion(offer) {
    const base = {
        id: offer.id,
        code: offer.id,
        type: 'standard',
        status: 'active',
        is_automatic: false,
        is_tax_inclusive: false,
        limit: null,
        used: 0,
        campaign: null,
        rules: [],
    };
    const method = { currency_code, max_quantity: null, buy_rules: [], target_rules: [] };
    if (offer.reward.type === 'spend') {
        const value = offer.reward.steps[0].off / 100;
        return {
            ...base,
            application_method: { ...method, type: 'fixed', target_type: 'order', allocation: 'across', value },
        };
    }
    const values = offer.items.sku.map((value) => ({ value }));
    return {
        ...base,
        application_method: {
            ...method,
            type: 'percentage',
            target_type: 'items',
            allocation: 'each',
            value: offer.reward.bp / 100,
            // Without it "each" means one piece of the line.
            max_quantity: 1_000_000,
            target_rules: [{ attribute: 'items.product.id', operator: 'in', values }],
        },
    };
}

function context(basket) {
    const items = basket.lines.map((line) => {
        const subtotal = (line.unit_price * line.quantity) / 1000 / 100;
        return {
            id: `item-${line.line}`,
            quantity: line.quantity / 1000,
            subtotal,
            original_total: subtotal,
            is_discountable: true,
            product: { id: line.sku },
        };
    });
    return { currency_code, items };
}

/** The programme's offers and the baskets as Medusa's own objects. */
export class Medusa {
    name = '@medusajs/promotion';

    constructor(programme, baskets) {
        const promotions = programme.offers
            .map(promotion)
            .sort((a, b) => b.application_method.value - a.application_method.value);
        this.codes = promotions.map((it) => it.code);
        this.contexts = baskets.map(context);
        const promotionService = { list: async () => promotions };
        this.module = new medusa.service({ baseRepository: repository, promotionService }, {});
    }

    async price(i) {
        return this.module.computeActions(this.codes, this.contexts[i], { prevent_auto_promotions: true });
    }

    async total(i) {
        const gross = this.contexts[i].items.reduce((sum, item) => sum + item.subtotal, 0);
        const off = (await this.price(i)).reduce((sum, action) => sum + Number(action.amount), 0);
        return Math.round((gross - off) * 100);
    }
}
